// The page round Elsa Studio: our bar, the one element that the address asks for, and a word when something is away.
// Everything lies in one function, since Studio's own scripts share the global names.
(() => {
  'use strict';

  const texts = {
    vi: {
      nav: 'Các trang', tasks: 'Việc của tôi', cases: 'Hồ sơ', limits: 'Thời hạn', workflows: 'Quy trình', instances: 'Lượt chạy', openCase: 'Mở hồ sơ này', signOut: 'Đăng xuất', menu: 'Danh mục',
      other: 'English', reload: 'Tải lại trang', close: 'Đóng', away: 'Chưa tải được: {what}.', refused: 'Không thực hiện được: {what}', broken: 'Một phần của trang đã dừng.', loading: 'Đang mở Elsa Studio…',
      unknown: 'Không có trang này trong Elsa Studio.', titles: { definitions: 'Quy trình', definition: 'Một quy trình', instances: 'Lượt chạy', instance: 'Một lượt chạy' },
    },
    en: {
      nav: 'Pages', tasks: 'My tasks', cases: 'Cases', limits: 'Time limits', workflows: 'Workflows', instances: 'Instances', openCase: 'Open this case', signOut: 'Sign out', menu: 'Menu',
      other: 'Tiếng Việt', reload: 'Reload the page', close: 'Close', away: 'Not loaded: {what}.', refused: 'Not done: {what}', broken: 'A part of the page has stopped.', loading: 'Opening Elsa Studio…',
      unknown: 'Elsa Studio has no such page.', titles: { definitions: 'Workflows', definition: 'A workflow', instances: 'Instances', instance: 'An instance' },
    },
  };

  // What a call of the server is to the reader; the first pattern that fits its method and path counts.
  const parts = [
    [/features\/installed/, 'các tính năng', 'the features'],
    [/descriptors\/activities/, 'các loại bước', 'the kinds of steps'],
    [/descriptors\//, 'danh mục của Elsa Studio', 'the lists of Elsa Studio'],
    [/workflow-definitions\/by-/, 'sơ đồ quy trình', 'the workflow'],
    [/workflow-definitions\/.+\/execute/, 'chạy quy trình', 'the run'],
    [/workflow-definitions\/validation/, 'tên của quy trình', 'the name of the workflow'],
    [/^POST workflow-definitions$/, 'lưu quy trình', 'saving the workflow'],
    [/workflow-definitions/, 'danh sách quy trình', 'the list of workflows'],
    [/cancel\//, 'hủy lượt chạy', 'the cancellation'],
    [/workflow-instances\/.+\/journal/, 'nhật ký', 'the journal'],
    [/workflow-instances\/.+\/variables/, 'các biến', 'the variables'],
    [/workflow-instances\/.+\/execution-state/, 'trạng thái mới nhất', 'the newest state'],
    [/workflow-instances\/.+/, 'lượt chạy này', 'this instance'],
    [/workflow-instances/, 'danh sách lượt chạy', 'the list of instances'],
    [/activity-executions\/report/, 'số lần chạy của các bước', 'the counts of the steps'],
    [/call-stack/, 'chuỗi các bước', 'the call stack'],
    [/activity-execution/, 'các lần chạy của bước', 'the runs of the step'],
    [/.*/, 'dữ liệu từ máy chủ', 'data of the server'],
  ];

  const api = `${location.origin}/elsa/api/`;
  const language = readLanguage();
  const text = texts[language];
  document.documentElement.lang = language;

  // What is away, by call: its word, and whether only a new load of the page brings it. Studio tries again by itself what failed on the
  // way or in the server; on any other refusal the part of the page that asked has stopped.
  const away = new Map();

  function readLanguage() {
    const kept = localStorage.getItem('pe.lang') ?? /(?:^|;\s*)pe\.lang=(\w+)/.exec(document.cookie)?.[1];
    return kept?.replace(/"/g, '').startsWith('en') ? 'en' : 'vi';
  }

  function switchLanguage() {
    const next = language === 'vi' ? 'en' : 'vi';
    localStorage.setItem('pe.lang', next);
    document.cookie = `pe.lang=${next}; path=/; max-age=31536000; samesite=strict`;
    location.reload();
  }

  // Studio reads its culture once, before it starts: both write the day before the month.
  localStorage.setItem('BlazorCulture', language === 'vi' ? 'vi-VN' : 'en-GB');

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'function') element.addEventListener(name, value);
      else if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  // ---- The bar, in a shadow root so that Studio's styles do not reach it ----

  const style = `
    :host{all:initial;display:block;position:sticky;top:0;z-index:2000}
    *{box-sizing:border-box;font:15px/1.3 system-ui,'Noto Sans','Liberation Sans',sans-serif}
    .bar{height:48px;background:#12395f;color:#fff;display:flex;align-items:center;gap:4px;padding:0 12px}
    a,button{color:#fff;background:none;border:0;padding:0 10px;height:48px;display:inline-flex;align-items:center;text-decoration:none;cursor:pointer;white-space:nowrap}
    a:hover,button:hover{background:#1d4d7c}a[aria-current]{box-shadow:inset 0 -3px #fff;font-weight:600}
    :focus-visible{outline:3px solid #ffb84d;outline-offset:-3px}
    nav{display:flex;flex:1;min-width:0}.who{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;max-width:16rem;padding:0 6px}
    .menu{display:none}
    .away{background:#fff4e5;color:#3d2600;border-bottom:1px solid #b36b00;padding:6px 12px;display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
    .away button{height:32px;color:#12395f;border:1px solid #12395f;border-radius:4px;background:#fff}.away p{margin:0}
    [hidden]{display:none!important}
    @media(max-width:900px){
      .menu{display:inline-flex}.who{flex:1;text-align:right;max-width:none}
      nav{display:none;position:absolute;top:48px;left:0;right:0;background:#12395f;flex-direction:column;z-index:1}nav.open{display:flex}
    }
    @media print{.bar,.away{display:none}}`;

  const root = document.getElementById('bar').attachShadow({ mode: 'open' });
  const places = [
    ['/app/tasks', text.tasks], ['/app/cases', text.cases], ['/app/limits', text.limits],
    ['/studio/workflows/definitions', text.workflows], ['/studio/workflows/instances', text.instances],
  ];
  const nav = make('nav', { 'aria-label': text.nav, id: 'places' }, ...places.map(([address, name]) =>
    make('a', { href: address, 'aria-current': location.pathname.startsWith(address) ? 'page' : undefined }, name)));
  const menu = make('button', { class: 'menu', type: 'button', 'aria-expanded': 'false', 'aria-controls': 'places', click: () => {
    menu.setAttribute('aria-expanded', String(nav.classList.toggle('open')));
  } }, '☰ ', text.menu);
  const who = make('span', { class: 'who' });
  const words = make('div', { class: 'words' });
  const notice = make('div', { class: 'away', role: 'alert', hidden: '' }, words,
    make('button', { type: 'button', click: () => location.reload() }, text.reload),
    make('button', { type: 'button', click: () => { away.clear(); tell(); } }, text.close));
  root.append(make('style', {}, style), make('div', { class: 'bar' }, menu, nav, who,
    make('button', { type: 'button', lang: language === 'vi' ? 'en' : 'vi', click: switchLanguage }, text.other),
    make('button', { type: 'button', click: signOut }, text.signOut)), notice);

  function tell() {
    words.replaceChildren(...[...new Set([...away.values()].map(entry => entry.word))].map(word => make('p', {}, word)));
    notice.hidden = away.size === 0;
    // Studio fills what the bar and the word below it leave.
    const height = 48 + notice.offsetHeight;
    document.getElementById('bar').style.height = `${height}px`;
    document.documentElement.style.setProperty('--mud-appbar-height', `${height}px`);
  }

  function signIn() {
    location.assign(`/desk/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
  }

  async function signOut() {
    await ask('/api/session', { method: 'DELETE' });
    signIn();
  }

  // ---- What the server refuses or does not give, in a word ----

  const ask = window.fetch.bind(window);

  window.fetch = async (input, init) => {
    const address = typeof input === 'string' ? input : input.url ?? String(input);
    if (!address.startsWith(api)) return ask(input, init);
    const method = init?.method ?? input.method ?? 'GET';
    const path = address.slice(api.length).split('?')[0];
    try {
      const answer = await ask(input, init);
      await note(method, path, answer);
      return answer;
    } catch (failure) {
      if (failure?.name !== 'AbortError') lack(method, path, false);
      throw failure;
    }
  };

  async function note(method, path, answer) {
    const call = `${method} ${path}`;
    if (answer.ok || answer.status === 304) {
      if (away.has(call) && !away.get(call).stays) {
        away.delete(call);
        tell();
      }
    } else if (answer.status === 401) {
      signIn();
    } else if ([403, 409, 422].includes(answer.status)) {
      const problem = await answer.clone().json().catch(() => null);
      const fields = (problem?.errors ?? []).map(error => `${error.field}: ${error.message}`).filter(line => !line.endsWith(problem.detail));
      away.set(call, { word: text.refused.replace('{what}', [problem?.detail ?? nameOf(method, path), ...fields].join(' ')), stays: false });
      tell();
    } else {
      lack(method, path, answer.status < 500 && answer.status !== 408);
    }
  }

  function lack(method, path, stays) {
    away.set(`${method} ${path}`, { word: text.away.replace('{what}', nameOf(method, path)), stays });
    tell();
  }

  function nameOf(method, path) {
    const [, vi, en] = parts.find(([pattern]) => pattern.test(`${method} ${path}`));
    return language === 'vi' ? vi : en;
  }

  new MutationObserver(() => {
    if (!away.size) away.set('page', { word: text.broken, stays: true });
    for (const entry of away.values()) entry.stays = true;
    tell();
  }).observe(document.getElementById('blazor-error-ui'), { attributes: true });

  // Studio's runtime ends now and then by a fault of its own: what it shows is dead then, while our bar lives. The page is loaded again; when that
  // was done a moment ago, a person decides.
  let isOver = false;

  function end(fault) {
    if (isOver || !/ExitStatus|runtime already exited/.test(`${fault?.name} ${fault?.message ?? fault}`)) return;
    isOver = true;
    const now = Date.now();
    if (now - Number(sessionStorage.getItem('pe.studioEnded')) < 60_000) {
      away.set('page', { word: text.broken, stays: true });
      tell();
    } else {
      sessionStorage.setItem('pe.studioEnded', String(now));
      location.reload();
    }
  }

  window.addEventListener('error', event => end(event.error ?? event.message));
  window.addEventListener('unhandledrejection', event => end(event.reason));
  // Who goes on to another page is not called back.
  window.addEventListener('pagehide', () => { isOver = true; });

  // ---- The element that the address asks for ----

  const screens = [
    [/^\/workflows\/definitions\/?$/, 'elsa-workflow-definition-list', 'definitions', {}, { editWorkflowDefinition: showDefinition }],
    [/^\/workflows\/definitions\/([^/]+)\/edit\/?$/, 'elsa-workflow-definition-editor', 'definition', { 'definition-id': 1 }, {}],
    [/^\/workflows\/instances\/?$/, 'elsa-workflow-instance-list', 'instances', {}, { viewWorkflowInstance: showInstance }],
    [/^\/workflows\/instances\/([^/]+)\/view\/?$/, 'elsa-workflow-instance-viewer', 'instance', { 'instance-id': 1 }, { editWorkflowDefinition: showDefinition }],
  ];

  function showDefinition(id) {
    location.assign(`/studio/workflows/definitions/${encodeURIComponent(id)}/edit`);
  }

  function showInstance(id) {
    location.assign(`/studio/workflows/instances/${encodeURIComponent(id)}/view`);
  }

  // Studio only pushes an address and has no router of its own here: a new path is a new page.
  const push = history.pushState;
  history.pushState = function pushState(...step) {
    const before = location.pathname;
    push.apply(this, step);
    if (location.pathname !== before) location.reload();
  };

  function show() {
    const path = location.pathname.replace(/^\/studio/, '');
    for (const [pattern, tag, title, attributes, callbacks] of screens) {
      const found = pattern.exec(path);
      if (!found) continue;
      document.title = `${text.titles[title]} · ProcedureEngine`;
      const element = make(tag, { 'remote-endpoint': `${location.origin}/elsa/api` });
      for (const [name, group] of Object.entries(attributes)) element.setAttribute(name, decodeURIComponent(found[group]));
      if (title === 'instance') nav.append(make('a', { href: `/app/cases/${found[1]}` }, text.openCase));
      element.append(make('p', { lang: language, style: 'padding:16px;font-family:system-ui,sans-serif' }, text.loading));
      document.getElementById('host').append(element);
      // A callback that is set before the element is known hides the element's own.
      customElements.whenDefined(tag).then(() => Object.assign(element, callbacks));
      return;
    }
    document.getElementById('host').append(make('p', { lang: language, style: 'padding:16px' }, text.unknown));
  }

  ask('/api/session').then(async answer => {
    if (answer.status === 401) signIn();
    else if (answer.ok) who.textContent = (await answer.json()).displayName;
  }).catch(() => {});
  show();
})();
