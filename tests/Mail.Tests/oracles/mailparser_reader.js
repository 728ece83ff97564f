'use strict';

// Reads messages with npm mailparser. A line in: one message in base64. A line out: what was read, as JSON.
// The fields are those of Reading in Oracles/Reading.cs.

const { createHash } = require('node:crypto');
const readline = require('node:readline');
const { simpleParser } = require('mailparser');

const maxDepth = 5;
const maxContent = 100_000;
const options = { keepCidLinks: true, skipImageLinks: true, skipTextToHtml: false, skipTextLinks: true, keepDeliveryStatus: true, checksumAlgo: 'sha256' };

process.env.TZ = 'UTC';

// Groups and repeated fields flattened: one list of names and addresses.
function addresses(field) {
  return [].concat(field || []).flatMap(one => one.value || []).flatMap(entry => entry.group ? addresses({ value: entry.group }) : [[entry.name || '', entry.address || '']]);
}

// mailparser says 'now' for a date it cannot read, which no test can compare: such a date is none here.
function date(mail) {
  const line = (mail.headerLines || []).filter(header => header.key === 'date').pop();
  const value = line && line.line.slice(line.line.indexOf(':') + 1).replace(/\s+/g, ' ').trim();
  return !value || Number.isNaN(new Date(value).getTime()) || !mail.date ? null : mail.date.toISOString().slice(0, 19) + 'Z';
}

const ids = value => [].concat(value || []).filter(Boolean).map(String);

async function read(raw, depth) {
  const mail = await simpleParser(raw, options);
  const files = mail.attachments.map(file => ({
    name: file.filename || null,
    type: file.contentType || '',
    sha: createHash('sha256').update(file.content).digest('hex'),
    size: file.content.length,
    content: file.content.length <= maxContent ? file.content.toString('base64') : null,
  }));
  const nested = [];
  for (const file of mail.attachments)
    if (file.contentType === 'message/rfc822' && depth < maxDepth)
      nested.push(await read(file.content, depth + 1));
  return {
    from: addresses(mail.from), to: addresses(mail.to), cc: addresses(mail.cc), subject: mail.subject || '', date: date(mail),
    messageId: mail.messageId || null, inReplyTo: ids(mail.inReplyTo), references: ids(mail.references),
    text: mail.text || '', html: mail.html ? [mail.html] : [], files, nested,
  };
}

let answered = () => {};
const fail = error => answered({ error: String(error && error.message || error).slice(0, 200) });
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const answer = await new Promise(resolve => {
      answered = resolve;
      read(Buffer.from(line, 'base64'), 0).then(resolve, fail);
      setTimeout(() => resolve({ error: 'no answer within 20 s' }), 20_000).unref();
    });
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
}

main().then(() => process.exit(0));
