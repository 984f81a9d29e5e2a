/** Languages of the app; the same as the settings'. */
export type Language = 'en' | 'ms' | 'zh';

const en = {
  file: 'File',
  importSpreadsheet: 'Import spreadsheet…',
  exportContacts: 'Export contacts…',
  newCampaign: 'New campaign',
  openDataFolder: 'Open data folder',
  closeWindow: 'Close window',
  quit: 'Quit Siar',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  reload: 'Reload',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',
  window: 'Window',
  minimise: 'Minimise',
  help: 'Help',
  about: 'About Siar',
  checkForUpdates: 'Check for updates…',
  openLogs: 'Open log folder',
  spreadsheets: 'Spreadsheets',
  exported: 'Exported {rows} contacts.',
  showSiar: 'Show Siar',
  pauseAll: 'Pause all',
  idle: 'Siar: nothing is being sent',
  sending: 'Siar: {running} sending, {left} messages left',
  due: 'Siar: {scheduled} waiting for their time',
  goesOn: 'Siar goes on sending here. Open it from this icon; quit it from its menu.',
  finished: '{name} is finished.',
  paused: '{name} is paused. {message}',
  held: '{name}: some messages wait. {message}',
  lookInside: 'Open Siar to see why.',
  quitTitle: 'Quit while Siar is at work?',
  quitRunning:
    'Campaigns being sent: {running}. Messages not sent yet: {left}. If you quit, sending stops after the messages under way; the rest wait and nothing is lost. They go on when you open Siar again and resume.',
  quitScheduled:
    'Campaigns waiting for their time: {scheduled}. While Siar is closed they are not sent; Siar asks about missed ones when you open it again.',
  cancel: 'Cancel',
  quitNow: 'Quit',
  coreEnded:
    'The part of Siar that sends has ended unexpectedly. What was recorded is safe; messages under way are marked uncertain, none is sent twice.',
  startAgain: 'Start again',
  coreEndsAlways:
    'The part of Siar that sends ended {times} times within a minute, so it is not started again by itself. Nothing is being sent. The log folder says more.',
  cannotStart: 'Siar could not start',
  weakKeychain:
    "This computer has no keyring, so gateway credentials are kept with a key that other programs can know. Install a keyring (gnome-keyring or KWallet) or protect this user's files.",
  updateReady: 'Siar {version} is ready to be installed. It takes a moment and Siar opens again.',
  updateNow: 'Restart and install',
  updateLater: 'Later',
  updateNone: 'This is the newest Siar ({version}).',
  updateBusy: 'A campaign is being sent, so no update is made now.',
  updateDisabled:
    'This build of Siar has no update address, so it cannot look for updates. Get a new version where you got this one.',
  updateFailed: 'Siar could not look for updates. Nothing was changed; try again later.',
} as const;

/** The words that main itself shows; pages have their own. */
export type Words = Readonly<Record<keyof typeof en, string>>;

const ms: Words = {
  file: 'Fail',
  importSpreadsheet: 'Import hamparan…',
  exportContacts: 'Eksport kenalan…',
  newCampaign: 'Kempen baharu',
  openDataFolder: 'Buka folder data',
  closeWindow: 'Tutup tetingkap',
  quit: 'Keluar dari Siar',
  edit: 'Edit',
  undo: 'Buat asal',
  redo: 'Buat semula',
  cut: 'Potong',
  copy: 'Salin',
  paste: 'Tampal',
  selectAll: 'Pilih semua',
  view: 'Paparan',
  reload: 'Muat semula',
  actualSize: 'Saiz sebenar',
  zoomIn: 'Besarkan',
  zoomOut: 'Kecilkan',
  fullScreen: 'Skrin penuh',
  developerTools: 'Alat pembangun',
  window: 'Tetingkap',
  minimise: 'Minimumkan',
  help: 'Bantuan',
  about: 'Perihal Siar',
  checkForUpdates: 'Semak kemas kini…',
  openLogs: 'Buka folder log',
  spreadsheets: 'Hamparan',
  exported: '{rows} kenalan telah dieksport.',
  showSiar: 'Tunjukkan Siar',
  pauseAll: 'Jeda semua',
  idle: 'Siar: tiada penghantaran',
  sending: 'Siar: {running} sedang dihantar, {left} mesej lagi',
  due: 'Siar: {scheduled} menunggu masanya',
  goesOn: 'Siar terus menghantar di sini. Buka melalui ikon ini; keluar melalui menunya.',
  finished: '{name} telah selesai.',
  paused: '{name} dijeda. {message}',
  held: '{name}: sebahagian mesej menunggu. {message}',
  lookInside: 'Buka Siar untuk melihat sebabnya.',
  quitTitle: 'Keluar semasa Siar sedang bekerja?',
  quitRunning:
    'Kempen sedang dihantar: {running}. Mesej belum dihantar: {left}. Jika anda keluar, penghantaran berhenti selepas mesej yang sedang dihantar; selebihnya menunggu dan tiada yang hilang. Ia disambung apabila anda membuka Siar semula dan menyambungnya.',
  quitScheduled:
    'Kempen menunggu masanya: {scheduled}. Semasa Siar ditutup, ia tidak dihantar; Siar akan bertanya tentang yang terlepas apabila dibuka semula.',
  cancel: 'Batal',
  quitNow: 'Keluar',
  coreEnded:
    'Bahagian Siar yang menghantar telah tamat tanpa diduga. Apa yang direkodkan selamat; mesej yang sedang dihantar ditanda tidak pasti, tiada yang dihantar dua kali.',
  startAgain: 'Mulakan semula',
  coreEndsAlways:
    'Bahagian Siar yang menghantar tamat {times} kali dalam seminit, jadi ia tidak dimulakan semula sendiri. Tiada yang sedang dihantar. Lihat folder log.',
  cannotStart: 'Siar tidak dapat dimulakan',
  weakKeychain:
    'Komputer ini tiada keyring, jadi kelayakan gateway disimpan dengan kunci yang boleh diketahui program lain. Pasang keyring (gnome-keyring atau KWallet) atau lindungi fail pengguna ini.',
  updateReady: 'Siar {version} sedia untuk dipasang. Ia sekejap sahaja dan Siar dibuka semula.',
  updateNow: 'Mula semula dan pasang',
  updateLater: 'Kemudian',
  updateNone: 'Ini Siar yang terbaharu ({version}).',
  updateBusy: 'Kempen sedang dihantar, jadi tiada kemas kini dibuat sekarang.',
  updateDisabled:
    'Binaan Siar ini tiada alamat kemas kini, jadi ia tidak dapat mencari kemas kini. Dapatkan versi baharu di tempat anda mendapatkan yang ini.',
  updateFailed: 'Siar tidak dapat mencari kemas kini. Tiada yang diubah; cuba lagi kemudian.',
};

const zh: Words = {
  file: '文件',
  importSpreadsheet: '导入表格…',
  exportContacts: '导出联系人…',
  newCampaign: '新建群发',
  openDataFolder: '打开数据文件夹',
  closeWindow: '关闭窗口',
  quit: '退出 Siar',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '查看',
  reload: '重新加载',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  window: '窗口',
  minimise: '最小化',
  help: '帮助',
  about: '关于 Siar',
  checkForUpdates: '检查更新…',
  openLogs: '打开日志文件夹',
  spreadsheets: '表格',
  exported: '已导出 {rows} 位联系人。',
  showSiar: '显示 Siar',
  pauseAll: '全部暂停',
  idle: 'Siar：没有在发送',
  sending: 'Siar：{running} 个正在发送，剩余 {left} 条',
  due: 'Siar：{scheduled} 个等待发送时间',
  goesOn: 'Siar 在此继续发送。点此图标打开，从菜单退出。',
  finished: '“{name}”已完成。',
  paused: '“{name}”已暂停。{message}',
  held: '“{name}”：部分短信在等待。{message}',
  lookInside: '请打开 Siar 查看原因。',
  quitTitle: 'Siar 正在工作，要退出吗？',
  quitRunning:
    '正在发送的群发：{running}。尚未发送的短信：{left}。退出后，正在发出的短信发完即停止，其余等待，不会丢失。再次打开 Siar 并继续后接着发送。',
  quitScheduled:
    '等待发送时间的群发：{scheduled}。Siar 关闭期间不会发送；再次打开时，Siar 会询问错过的群发。',
  cancel: '取消',
  quitNow: '退出',
  coreEnded:
    'Siar 的发送部分意外结束。已记录的内容是安全的；正在发出的短信标为“不确定”，不会重复发送。',
  startAgain: '重新启动',
  coreEndsAlways:
    'Siar 的发送部分在一分钟内结束了 {times} 次，因此不再自动启动。目前没有发送。详情见日志文件夹。',
  cannotStart: 'Siar 无法启动',
  weakKeychain:
    '此电脑没有密钥环，网关凭据所用的密钥可能被其他程序得知。请安装密钥环（gnome-keyring 或 KWallet），或保护此用户的文件。',
  updateReady: 'Siar {version} 可以安装了。只需片刻，Siar 会重新打开。',
  updateNow: '重启并安装',
  updateLater: '以后',
  updateNone: '这是最新的 Siar（{version}）。',
  updateBusy: '正在发送群发，现在不更新。',
  updateDisabled: '此版本的 Siar 没有更新地址，无法检查更新。请从原来的来源获取新版本。',
  updateFailed: 'Siar 无法检查更新。没有任何改变，请稍后再试。',
};

const ALL: Readonly<Record<Language, Words>> = { en, ms, zh };

/** The words of a language. */
export function wordsFor(language: Language): Words {
  return ALL[language];
}

/** Siar's language for a system locale such as `ms-MY` or `zh-Hans-CN`; English where it has none. */
export function languageOf(locale: string): Language {
  const primary = locale.toLowerCase().split(/[-_]/)[0];
  return primary === 'ms' || primary === 'zh' ? primary : 'en';
}

/** Puts values into `{name}` places. Numbers are grouped as the language does. */
export function fill(
  text: string,
  values: Readonly<Record<string, string | number>>,
  language: Language,
): string {
  return text.replace(/\{(\w+)\}/g, (place, key: string) => {
    const value = values[key];
    if (value === undefined) return place;
    return typeof value === 'number' ? value.toLocaleString(language) : value;
  });
}
