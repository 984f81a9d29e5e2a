import { expect, test } from 'vitest';
import {
  assignTarget,
  listNameOf,
  planOf,
  problemsOf,
  type ImportDraft,
} from '#renderer/features/contacts/import/import-draft.ts';
import type { Inspection } from '#shared/contract/imports.ts';

const inspection: Inspection = {
  fileName: 'pelanggan.csv',
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  sheets: [],
  sheet: null,
  hasHeader: true,
  columns: [
    { index: 0, header: 'Telefon', guess: 'phone', samples: ['0123456789'] },
    { index: 1, header: 'Nama Penuh', guess: 'name', samples: ['Aisyah'] },
    { index: 2, header: 'No. Bimbit', guess: { field: 'no_bimbit' }, samples: [] },
    { index: 3, header: '', guess: 'ignore', samples: [] },
  ],
  rowEstimate: 10,
  notes: [],
};
const draft: ImportDraft = {
  fileId: 'f',
  fileName: 'pelanggan.csv',
  sheet: undefined,
  hasHeader: undefined,
  columns: {},
  country: 'MY',
  listName: 'pelanggan',
  onDuplicate: 'skip',
};

test('names the list after the file', () => {
  expect(listNameOf('Pelanggan 2026.final.xlsx')).toBe('Pelanggan 2026.final');
});

test('keeps the former phone column as a field when another takes its place', () => {
  const columns = assignTarget(inspection.columns, draft, 2, 'phone');
  expect(columns).toEqual({ '0': { field: 'telefon' }, '2': 'phone' });
  expect(planOf(inspection, { ...draft, columns }).columns).toEqual({
    '0': { field: 'telefon' },
    '1': 'name',
    '2': 'phone',
    '3': 'ignore',
  });
});

test('asks for a phone column', () => {
  const columns = assignTarget(inspection.columns, draft, 0, 'ignore');
  expect(problemsOf(inspection, { ...draft, columns })).toEqual([{ code: 'no-phone' }]);
});

test('refuses two columns under one field key, whatever the spelling, and a key without letters', () => {
  const columns = { '1': { field: 'No Bimbit' }, '3': { field: ' - ' } };
  expect(problemsOf(inspection, { ...draft, columns })).toEqual([
    { code: 'same-field', field: 'no_bimbit' },
    { code: 'empty-field', column: '4' },
  ]);
});

test('asks for a list name', () => {
  expect(problemsOf(inspection, { ...draft, listName: '  ' })).toEqual([{ code: 'no-list' }]);
});
