/** What is wrong with what a person wrote or chose: a template, a time, a file, a price list; see SENDING_SENTENCES. */
export const WRITING_SENTENCES = {
  'template-too-long':
    'This template is {{length}} characters long; at most {{most}} are possible. Shorten it.',
  'template-unreadable': 'This template cannot be read.',
  'template-unreadable-because': 'This template cannot be read: {{said}}.',
  'template-too-heavy':
    'This template is too large or runs too long for this contact, so no text was made. Make its loops and repeats smaller.',
  'no-such-filter':
    'There is no filter called “{{said}}”. Use one such as default, upcase, downcase, capitalize, strip or truncate.',
  'no-field-name': 'There is no field name here. Write one, such as {{example}}.',
  'not-a-field':
    '“{{said}}” is not a field name or a value. Write a field such as {{example}}, and texts in straight quotes, "like this".',
  'not-a-filter': '“{{said}}” is not a filter. Write it like {{example}}.',
  'tag-not-allowed': 'Templates cannot use {{said}}. Use if, unless, case, for, assign or capture.',
  'never-closed': '“{{said}}” is opened here and never closed. Add “{{example}}”.',
  'tag-never-closed': '“{{said}}” is never closed. Add {{example}}.',
  'tag-opens-nothing':
    '“{{said}}” belongs to nothing that is open here. Remove it, or write {{example}} before it.',
  'tag-unreadable': '“{{said}}” cannot be read. Write it like {{example}}.',
  'else-not-last':
    'Something else stands after “else”. There is one “else” at the most, and it comes last, right before {{example}}.',
  'window-unreadable':
    '“{{said}}” is not a sending window. Write two times such as 08:00-19:00, or “always”.',
  'window-empty':
    'A sending window cannot start and end at {{at}}. Write two different times, or “always” to send at any hour.',
  'when-unreadable':
    '“{{said}}” is not a date and time. Write it like 2027-01-31T09:30, or with an offset like 2027-01-31T09:30+08:00.',
  'no-such-zone': '“{{said}}” is not a time zone. Use a name such as Asia/Kuala_Lumpur.',
  'skipped-hour':
    '{{at}} does not exist in {{zone}}: the clocks go forward over it. Choose another time.',
  'kind-office': 'an old Excel workbook (.xls) or another old Office document',
  'kind-pdf': 'a PDF document',
  'kind-picture': 'a picture ({{format}})',
  'kind-archive': 'a compressed archive ({{format}})',
  'kind-database': 'a SQLite database',
  'kind-program': 'a program',
  'kind-zip': 'a ZIP archive or a document that is no workbook',
  'kind-web': 'a web page or XML, which some programs save under a spreadsheet name',
  'kind-binary': 'a program, a picture or another binary file',
  'damaged-end': 'the end of the file is missing',
  'damaged-part': 'the part {{said}} is damaged',
  'damaged-order': 'its contents are not in order',
  'damaged-missing': 'parts of it are missing',
  'damaged-beginning': 'it does not begin as a workbook does',
  'packages-none': 'There must be at least one package',
  'packages-many': 'There are more than {{most}} packages',
  'packages-whole': 'Amounts and credits are whole numbers above 0',
  'packages-twice': '{{amount}} stands in the list twice',
  'packages-dearer':
    'At {{amount}} each credit would cost more ({{price}}) than at {{before}} ({{beforePrice}})',
  'folder-not-whole':
    '{{folder}} is not a whole path, such as {{example}}. No copy was made there. Is the disk connected? Else choose another folder.',
  'folder-is-none':
    '{{folder}} is not a folder. No copy was made there. Is the disk connected? Else choose another folder.',
  'folder-missing':
    'There is no folder {{folder}} on this computer. No copy was made there. Is the disk connected? Else choose another folder.',
  'folder-not-writable':
    'Siar cannot write to {{folder}} ({{code}}). No copy was made there. Is the disk connected? Else choose another folder.',
  'copy-incomplete':
    'The copy does not hold everything that the data holds, so it was thrown away. Nothing else was changed; try again.',
  'copy-stopped': 'The copy was not finished and was thrown away.',
  'copy-no-space':
    'There is no space left for the copy. Make room on that disk, or keep fewer copies.',
  'copy-not-written':
    'The copy could not be written ({{said}}). What is sent is not touched by this.',
  'row-broken-quotes':
    'The quotation marks of this row do not pair up, so its cells cannot be told apart. Correct them, or double each one inside a cell.',
  'row-many-cells':
    'This row has more cells than there are columns ({{columns}}). A cell with a comma in it must stand in quotation marks.',
} as const;
