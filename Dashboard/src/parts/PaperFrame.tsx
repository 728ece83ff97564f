/**
 * A paper that the server wrote, in a frame of its own without rights: no script runs in it, no form is sent, nothing of our page is reached.
 */
export const PaperFrame = ({ title, html }: { title: string; html: string }) => (
  <iframe className="paper" title={title} sandbox="" referrerPolicy="no-referrer" srcDoc={html} tabIndex={0} />
);
