import { useMemo } from 'react';
import { useKnownProcedures } from '../app/queries';
import { useSession } from '../app/session';
import type { Grant, ProcedureView } from '../api/views';

/** A procedure that a person may start at an office, with the applicant or his letter before him. */
export interface Door {
  procedure: ProcedureView;
  office: string;
}

export const doorsOf = (procedures: ProcedureView[], grants: Grant[]): Door[] =>
  procedures.flatMap(procedure => (procedure.counterChannels?.length ? grants.filter(grant => grant.role === procedure.counterRole).map(grant => ({ procedure, office: grant.office })) : []));

/** Undefined until the server has told what procedures there are. */
export const useDoors = () => {
  const procedures = useKnownProcedures();
  const { grants } = useSession();
  return useMemo(() => procedures && doorsOf(procedures, grants), [procedures, grants]);
};
