/** The key of one act: the same for each try to send the same thing, another one as soon as what is sent differs. */
export const sendKeys = () => {
  let last: { text: string; key: string } | null = null;
  return (body: unknown) => {
    const text = JSON.stringify(body);
    if (last?.text !== text) last = { text, key: newKey() };
    return last.key;
  };
};

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
