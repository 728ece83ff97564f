import { beforeEach, describe, expect, it } from 'vitest';
import type { Json, Schema } from '../api/views';
import { dropDraft, dropDrafts, readDraft, writeDraft } from './drafts';
import { fieldAt, initialOf, kindOf, labelOf, pathOf, placeOf, readForm, sameValue, valueAt } from './schema';
import { formOf } from './startSchema';
import { sendKeys } from './sendKey';
import { instantFrom, wallFrom } from './wall';

const request: Schema = {
  type: 'object',
  required: ['requester', 'obligations', 'form', 'hasJudgment'],
  properties: {
    requester: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, phone: { type: ['string', 'null'] } } },
    obligations: { type: 'array', items: { type: 'object', required: ['content'], properties: { content: { type: 'string', 'x-multiline': true }, amount: { type: ['integer', 'null'] } } } },
    papers: { type: 'array', items: { type: 'string' } },
    form: { type: 'string', enum: ['post', 'inPerson'] },
    on: { type: 'string', format: 'date' },
    at: { type: ['string', 'null'], format: 'date-time' },
    hasJudgment: { type: 'boolean' },
    office: { type: ['object', 'null'], properties: { name: { type: 'string' } } },
  },
};

describe('a schema', () => {
  it('keeps a yes or no that is left open apart from no', () => {
    const open: Schema = { type: 'object', properties: { isRemote: { type: ['boolean', 'null'] } } };
    expect(kindOf(open.properties!['isRemote']!)).toBe('yesNo');
    expect(initialOf(open, { isRemote: false }, true)).toEqual({ isRemote: 'false' });
    expect([initialOf(open, null, true), { isRemote: 'true' }, { isRemote: 'false' }].map(values => readForm(open, values as Json))).toEqual([{}, { isRemote: true }, { isRemote: false }]);
  });

  it('offers what is named, one or several, and reads a number as a number', () => {
    const names = (...codes: string[]) => Object.fromEntries(codes.map(code => [code, { vi: code, en: code }]));
    const coded: Schema = { type: 'object', properties: { subject: { type: 'integer', 'x-enum-labels': names('1', '2') }, grounds: { type: 'array', items: { type: 'string', 'x-enum-labels': names('1a', '1b') } } } };
    expect(['subject', 'grounds'].map(name => kindOf(coded.properties![name]!))).toEqual(['enum', 'choices']);
    expect(initialOf(coded, null, true)).toEqual({ subject: '', grounds: [] });
    expect([readForm(coded, { subject: '2', grounds: ['1b'] }), readForm(coded, { subject: '', grounds: [] })]).toEqual([{ subject: 2, grounds: ['1b'] }, {}]);
    expect(placeOf(coded, 'data.grounds[0]')).toEqual(['grounds']);
  });

  it('names a field with the record that it stands in', () => {
    const named: Schema = { type: 'object', properties: { debts: { title: 'Nghĩa vụ', 'x-title-en': 'Debt', type: 'array', items: { type: 'object', properties: { sum: { title: 'Số tiền', type: 'integer' } } } } } };
    expect(labelOf(named, ['debts', 0, 'sum'], 'vi')).toBe('Nghĩa vụ 1 › Số tiền');
    expect(labelOf(named, ['debts', 0, 'sum'], 'en')).toBe('Debt 1 › Số tiền');
  });

  it.each([
    ['requester', 'object'],
    ['obligations', 'records'],
    ['papers', 'words'],
    ['form', 'enum'],
    ['on', 'date'],
    ['at', 'dateTime'],
    ['hasJudgment', 'boolean'],
  ])('%s is %s', (name, kind) => expect(kindOf(request.properties![name]!)).toBe(kind));

  it('begins with what is known and one blank entry of a list that must not be missing', () =>
    expect(initialOf(request, { requester: { name: 'Lan' } }, true)).toEqual({
      requester: { name: 'Lan', phone: '' },
      obligations: [{ content: '', amount: '' }],
      papers: '',
      form: '',
      on: '',
      at: '',
      hasJudgment: false,
      office: { name: '' },
    }));

  it('is read back without what is empty', () =>
    expect(readForm(request, initialOf(request, null, true))).toEqual({ requester: {}, obligations: [{}], papers: [], hasJudgment: false }));

  it('reads numbers with their groups, lines as entries, and leaves what is no number to the server', () =>
    expect(readForm(request, { obligations: [{ content: ' nợ ', amount: '250.000.000' }, { content: 'x', amount: 'nhiều' }], papers: 'a\n\n b ', office: { name: 'Hà Nội' } })).toEqual({
      requester: {},
      obligations: [
        { content: 'nợ', amount: 250000000 },
        { content: 'x', amount: 'nhiều' },
      ],
      papers: ['a', 'b'],
      hasJudgment: false,
      office: { name: 'Hà Nội' },
    }));
});

describe('errors of the server', () => {
  it.each([
    ['data.request.obligations[0].amount', ['request', 'obligations', 0, 'amount']],
    ['data.reason', ['reason']],
    ['data', []],
  ])('%s leads to a field', (field, path) => expect(pathOf(field)).toEqual(path));

  it('finds the schema of a field, and nothing where there is none', () => {
    expect(fieldAt(request, ['obligations', 0, 'amount'])?.type).toEqual(['integer', 'null']);
    expect(fieldAt(request, ['nowhere', 'name'])).toBeUndefined();
  });
});

describe('comparing with the online request', () => {
  it.each([
    ['Trần  Văn Hùng', 'trần văn hùng', true, 'spaces and case do not count'],
    ['', null, true, 'empty is nothing'],
    [250000000, '250000000', true, 'a number typed is the number'],
    ['Hùng', 'Hưng', false, 'another name is another name'],
  ] as [Json, Json, boolean, string][])('%s and %s are the same: %s (%s)', (left, right, expected, _reason) => expect(sameValue(left, right)).toBe(expected));
  it('reads a value by its path', () => expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1));
});

describe('a start form', () => {
  it('asks only for what belongs to its channel', () => {
    const claim: Schema = { type: 'object', properties: { act: { type: 'string' }, handedInAt: { type: 'string', 'x-channel': 'counter' }, cameOn: { type: 'string', 'x-channel': 'post' } } };
    expect([formOf(claim, 'counter'), formOf(claim, 'post')].map(asked => Object.keys(asked.properties ?? {}))).toEqual([
      ['act', 'handedInAt'],
      ['act', 'cameOn'],
    ]);
  });
});

describe('drafts', () => {
  beforeEach(() => sessionStorage.clear());
  const draft = { outcome: 'Valid', values: { Valid: { remarks: '<script>alert(1)</script>' } }, at: '2026-12-02T02:00:00Z' };

  it('come back as they were, to the same person and task only', () => {
    writeDraft('lan', 't1', draft);
    expect([readDraft('lan', 't1'), readDraft('lan', 't2'), readDraft('mai', 't1')]).toEqual([draft, null, null]);
  });
  it('go when the task is done', () => {
    writeDraft('lan', 't1', draft);
    dropDraft('lan', 't1');
    expect(readDraft('lan', 't1')).toBeNull();
  });
  it('go when somebody else signs in, and nothing else goes', () => {
    writeDraft('lan', 't1', draft);
    writeDraft('mai', 't1', draft);
    sessionStorage.setItem('other', 'x');
    dropDrafts('mai');
    expect([readDraft('lan', 't1'), readDraft('mai', 't1'), sessionStorage.getItem('other')]).toEqual([null, draft, 'x']);
  });
  it('that cannot be read are none', () => {
    sessionStorage.setItem('pe.draft:lan:t1', '{');
    expect(readDraft('lan', 't1')).toBeNull();
  });
});

describe('the key of an act', () => {
  it('stays while the same is sent, and changes with what is sent', () => {
    const keyOf = sendKeys();
    const first = keyOf({ outcome: 'Valid' });
    expect(keyOf({ outcome: 'Valid' })).toBe(first);
    expect(keyOf({ outcome: 'Invalid' })).not.toBe(first);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('a day with its hour', () => {
  it.each([
    ['2026-12-02', '8:30', '2026-12-02T08:30:00+07:00'],
    ['2026-12-02', '14h05', '2026-12-02T14:05:00+07:00'],
    ['2026-12-02', '24:00', '2026-12-02T24:00'],
    ['2026-12-02', '', '2026-12-02T'],
    ['', '8', 'T8'],
    ['', '', ''],
  ])('%s and %s make %s', (date, time, expected) => expect(instantFrom(date, time)).toBe(expected));
  it('comes back from an instant as the wall here, and from what was typed so far as it was', () =>
    expect([wallFrom('2026-12-02T01:30:00Z'), wallFrom('2026-12-02T'), wallFrom('T8'), wallFrom('')]).toEqual([['2026-12-02', '08:30'], ['2026-12-02', ''], ['', '8'], ['', '']]));
});
