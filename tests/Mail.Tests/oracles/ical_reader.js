'use strict';

// Reads calendar objects with npm ical.js. A line in: one object in base64. A line out: what a calendar program would show, as JSON.

const readline = require('node:readline');

async function main() {
  const { default: ICAL } = await import('ical.js');

  const person = (event, name) => {
    const property = event.component.getFirstProperty(name);
    return property && { address: property.getFirstValue(), name: property.getParameter('cn') || '', role: property.getParameter('role') || '', status: property.getParameter('partstat') || '' };
  };

  function read(text) {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const events = calendar.getAllSubcomponents('vevent').map(component => new ICAL.Event(component, { strictExceptions: true }));
    return {
      version: calendar.getFirstPropertyValue('version'),
      product: calendar.getFirstPropertyValue('prodid'),
      method: calendar.getFirstPropertyValue('method'),
      events: events.map(event => ({
        uid: event.uid,
        sequence: event.sequence,
        start: event.startDate.toJSDate().toISOString(),
        end: event.endDate.toJSDate().toISOString(),
        stamp: event.component.getFirstPropertyValue('dtstamp').toJSDate().toISOString(),
        summary: event.summary,
        location: event.location,
        description: event.description,
        status: event.component.getFirstPropertyValue('status'),
        organizer: person(event, 'organizer'),
        attendee: person(event, 'attendee'),
        properties: event.component.getAllProperties().map(property => property.name),
      })),
    };
  }

  for await (const line of readline.createInterface({ input: process.stdin }))
    console.log(JSON.stringify(read(Buffer.from(line, 'base64').toString('utf8'))));
}

main();
