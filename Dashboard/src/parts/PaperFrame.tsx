/** Whatever the paper says: nothing is fetched for it, and its own words about what it may do come second. */
const policy = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer">`;

/** A paper or a letter in a frame of its own without rights: no script runs in it, no form is sent, nothing is loaded, nothing of our page is reached. */
export const PaperFrame = ({ title, html }: { title: string; html: string }) => (
  <iframe className="paper" title={title} sandbox="" referrerPolicy="no-referrer" srcDoc={policy + html} tabIndex={0} />
);
