/** What the API answers, as far as these pages read it. */
export interface Localized {
  vi: string;
  en: string;
}

export interface Page<T> {
  items: T[];
  cursor?: string | null;
}

export interface Grant {
  role: string;
  office: string;
}

export interface Session {
  user: string;
  displayName: string;
  kind: string;
  grants: Grant[];
  now: string;
}

export interface Office {
  id: string;
  parentId: string | null;
  name: Localized;
}

export interface Person {
  user: string;
  displayName: string;
  roles: string[];
}

export type TaskState = 'open' | 'claimed' | 'completed' | 'cancelled';

export interface TaskSummary {
  id: string;
  caseId: string;
  procedure: string;
  activityId: string;
  title: Localized;
  role: string;
  office: string;
  state: TaskState;
  assignee: string | null;
  revision: number;
  createdAt: string;
  dueAt: string | null;
  context: Record<string, unknown> | null;
  case?: { number: string | null; referenceCode: string; applicantName: string; subject: string } | null;
}

export interface Outcome {
  name: string;
  label: Localized;
  schema: Schema | null;
}

export interface Task extends TaskSummary {
  name: string;
  endedAt: string | null;
  completedBy: string | null;
  outcome: string | null;
  outcomes: Outcome[];
}

/** The part of JSON Schema in which the server describes a step's form. */
export interface Schema {
  type?: string | string[];
  title?: string;
  'x-title-en'?: string;
  'x-multiline'?: boolean;
  format?: string;
  enum?: (string | null)[];
  /** Names of the values of an enum that these pages have no words for; without an enum, of the values that are known. */
  'x-enum-labels'?: Record<string, Localized>;
  /** The one channel whose start form asks for it. */
  'x-channel'?: string;
  /** The value is the user name of somebody who holds this role at the office. */
  'x-role'?: string;
  /** The field beside it that takes his name. */
  'x-name-field'?: string;
  maxLength?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json | undefined };
export type JsonRecord = { [name: string]: Json | undefined };

export interface CaseNumber {
  sequence: number;
  year: number;
  text: string;
}

export interface CaseSummary {
  id: string;
  procedure: string;
  office: string;
  status: string;
  statusLabel: Localized;
  channel: string;
  number: CaseNumber | null;
  referenceCode: string;
  applicantName: string;
  subject: string;
  openedAt: string;
  closedAt: string | null;
}

export interface Difference {
  field: string;
  online: string | null;
  original: string | null;
}

export interface Original {
  values: JsonRecord;
  outcome: string;
  differences: Difference[];
  receivedAt: string;
  comparedAt: string;
  comparedBy: string;
  receivedBy: string;
}

export interface Appointment {
  id: string;
  officer: string;
  officerName: string;
  officerPhone: string;
  place: string;
  from: string;
  to: string;
  state: string;
}

export interface CaseView extends CaseSummary {
  procedureVersion: number;
  linkedCaseId: string | null;
  standing: { whoseTurn: Localized; until: string | null; why: Localized };
  links?: { mergedInto: CaseLink | null; mergedFrom: CaseLink[]; splitFrom: CaseLink | null; splitOff: CaseLink[] };
  request: JsonRecord | null;
  original: Original | null;
  decision: { number: string; date: string; signerName: string; documentId: string; issuedAt: string } | null;
  visits: number | null;
  guidanceRounds: number | null;
  incidents: number;
  inbox: { id: string; name: string; at: string }[];
  appointments: Appointment[];
}

export interface CaseLink {
  id: string;
  name: string;
  status: string;
}

/** A case of the same judgment or person. */
export interface RelatedCase {
  id: string;
  name: string;
  office: string;
  procedure: string;
  status: string;
  statusLabel: Localized;
  applicantName: string;
  openedAt: string;
  shared: { kind: string; label: Localized }[];
}

export interface JournalEntry {
  sequence: number;
  at: string;
  event: string;
  activityId: string | null;
  actor: string | null;
  message: string | null;
  /** What happened in plain words, the step's name and who did it, where the server tells them. */
  text?: Localized | null;
  step?: Localized | null;
  actorLabel?: Localized | string | null;
  payload: JsonRecord | null;
}

export interface CaseDocument {
  id: string;
  kind: string;
  kindLabel: Localized;
  name: string;
  /** What a paper of the office is called; null of what somebody sent. */
  title?: string | null;
  contentType: string;
  size: number;
  version: number;
  origin: string;
  at: string;
  actorId: string;
}

export interface Letter {
  id: string;
  direction: 'in' | 'out';
  channel: 'mail' | 'sms';
  kind: string;
  kindLabel: Localized;
  address: string | null;
  subject: string;
  at: string;
  state: string | null;
  proof: string | null;
  attempts: number;
  sentAt: string | null;
}

export interface MailAddress {
  name: string;
  address: string;
}

/** A received mail to be read; its HTML has been made safe. */
export interface ReceivedContent {
  subject: string;
  from: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  date: string | null;
  text: string;
  html: string | null;
  isCut: boolean;
  attachments: { name: string; contentType: string; size: number; documentId: string | null }[];
  filesLeftOut: number;
  automaticSign: string | null;
  oddities: { kind: string; label: Localized; detail: string }[];
}

export type LimitState = 'running' | 'suspended' | 'met' | 'missed' | 'metLate' | 'cancelled';

export interface Limit {
  id: string;
  instanceId: string;
  procedure: string;
  office: string;
  limitId: string;
  occurrence: number;
  activityId: string | null;
  state: LimitState;
  startedAt: string;
  dueDate: string | null;
  dueAt: string | null;
  warnAt: string | null;
  missedAt: string | null;
  endedAt: string | null;
  kind: string;
  bearer: string;
  legalBasis: string;
  calculation: { entry?: LimitEntry };
  /** What is left while its clock is stopped. */
  remaining?: number | null;
  remainingUnit?: string | null;
  /** Named by whoever stops or extends it; a server without these acts tells none. */
  revision?: number;
}

/** The catalogue's entry that a limit began with. */
export interface LimitEntry {
  nameVi?: string;
  nameEn?: string;
  suspension?: { grounds: { id: string; nameVi: string; nameEn: string }[]; maxDays?: number | null } | null;
  extension?: { amount?: number; unit?: string } | null;
}

/** What was done to a limit, with the day it ended on before and after. */
export interface LedgerLine {
  revision: number;
  kind: string;
  at: string;
  actorId: string;
  details: JsonRecord;
  before: LimitStanding;
  after: LimitStanding;
}

export interface LimitStanding {
  state: LimitState;
  dueDate: string | null;
  remaining: number | null;
  remainingUnit: string | null;
}

export interface Explanation {
  limit: Limit;
  certified?: boolean;
  calendarVersion?: string;
  explanation: { date: string; reason: string; vi: string; en: string; legalBasis: string | null }[];
  alternatives: { reading: string; dueDate: string | null }[];
  ledger?: LedgerLine[];
}

export interface CalendarDay {
  date: string;
  kind: string;
  nameVi: string;
  nameEn: string;
  legalBasis: string | null;
  isCertain: boolean;
  isWorking: boolean;
}

export interface CalendarYear {
  year: number;
  version: string;
  certified: boolean;
  days: CalendarDay[];
}

export interface Incident {
  id: string;
  caseId: string;
  activityId: string | null;
  exceptionType: string;
  message: string;
  at: string;
}

export interface LimitCounts {
  running: number;
  suspended: number;
  met: number;
  missed: number;
  metLate: number;
  cancelled: number;
  open: number;
  late: number;
  total: number;
}

export interface LimitTotals {
  counts: LimitCounts;
  office?: string | null;
  officeName?: string | null;
  procedure?: string | null;
  limit?: string | null;
  step?: string | null;
  subtree?: LimitCounts | null;
}

export interface Totals {
  items: LimitTotals[];
  all: LimitCounts;
}

export interface DueSoon {
  days: { date: string; count: number; byOffice: Record<string, number> }[];
  total: number;
  until: Record<string, string>;
}

export interface StepCells {
  offices: string[];
  steps: string[];
  cells: { office: string; step: string; open: number; late: number; ended: number; meanHours: number | null }[];
  from: string;
  to: string;
}

export interface LateCauses {
  items: { cause: string | null; missed: number; metLate: number; total: number }[];
}

export interface ProcedureView {
  id: string;
  name: Localized;
  /** Those that its cases go through, in the order of its steps; ends of any procedure last. */
  statuses: { id: string; name: Localized }[];
  limits?: { id: string; name: Localized }[];
  steps?: { id: string; name: Localized }[];
  startSchema?: Schema;
  roles?: { id: string; name: Localized }[];
  /** Who takes in at the counter, and records what the applicant says there. */
  counterRole?: string;
  /** Channels that he enters: 'counter', 'post'. */
  counterChannels?: string[];
  /** Who may declare a case complex; null where no case is. */
  leaderRole?: string | null;
  /** Who may take a closed case up again; null where nobody may. */
  reopenRole?: string | null;
}

/** Limits with the cases that they press, by id. */
export interface LimitPage extends Page<Limit> {
  cases?: Record<string, { number: string | null; referenceCode: string; applicantName: string; subject: string }>;
}
