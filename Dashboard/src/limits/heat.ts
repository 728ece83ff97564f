/** How hot a step of an office is, 0 to 4: by the share of its open work that is late, and at least 2 as soon as anything is. */
export const heatOf = ({ open, late }: { open: number; late: number }) => {
  if (open === 0) return 0;
  if (late === 0) return 1;
  const share = late / open;
  return share >= 0.5 ? 4 : share >= 0.2 ? 3 : 2;
};
