// What the pages do beyond forms and links: they follow what happens, obey the keyboard, ask
// before what cannot be undone, and copy. Everything works without this file.
'use strict';

(() => {
  const POLL_HIDDEN_MS = 30000;
  const POLL_FAILING_MS_MAX = 60000;
  // While a socket tells what has changed, the page looks by itself only in case a hint was lost.
  const POLL_TOLD_MS = 30000;
  // After a hint: what is shown is derived from what happened, some time later.
  const LOOKS_MS = [150, 850, 2000, 5000];
  // The gateway closes what is silent for ten minutes.
  const WORD_MS = 240000;
  const REOPEN_MS = 1000;
  const REOPEN_MS_MAX = 300000;
  // A page that nobody looks at needs no socket.
  const HIDDEN_MS_MAX = 60000;
  // A socket that lasted so long was a good one.
  const LASTING_MS = 60000;
  const CHORD_MS = 1500;
  const words = document.body.dataset;
  const live = document.getElementById('live');
  const POLL_MS = live ? Number(live.dataset.every) : 0;
  const announcer = document.getElementById('announcer');
  const signal = document.getElementById('live-state');

  const announce = (text) => { announcer.textContent = ''; announcer.textContent = text; };

  // Following: the fragment is fetched again and replaces the old one when it has changed.
  let tag = live ? live.dataset.tag : '';
  let failures = 0;
  let held = null;
  let timer = 0;

  const isField = (element) => !!element && /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== 'hidden';
  const isDirty = (field) => {
    if (field.type === 'hidden' || field.type === 'submit') return false;
    if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
    if (field.tagName === 'SELECT') {
      const chosen = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(chosen, 0);
    }
    return field.value !== field.defaultValue;
  };
  const isBeingEdited = () => {
    const active = document.activeElement;
    if (live.contains(active) && isField(active)) return true;
    if (document.querySelector('dialog[open]')) return true;
    return [...live.querySelectorAll('input, select, textarea')].some(isDirty);
  };
  const state = (asked) => {
    const name = asked === 'on' && isTold() ? 'live' : asked;
    if (signal.dataset.state === name) return;
    signal.dataset.state = name;
    signal.textContent = { on: words.liveOn, live: words.liveNow, off: words.liveOff, held: words.liveHeld, out: words.liveSignedOut }[name];
  };

  const replace = (html) => {
    const open = [...live.querySelectorAll('details[data-key][open]')].map((element) => element.dataset.key);
    const active = document.activeElement;
    const focused = live.contains(active) ? active.closest('[data-focus]') : null;
    const key = focused ? focused.dataset.focus : '';
    live.innerHTML = html;
    for (const element of live.querySelectorAll('details[data-key]')) {
      if (open.includes(element.dataset.key)) element.open = true;
    }
    if (key) {
      const again = [...live.querySelectorAll('[data-focus]')].find((element) => element.dataset.focus === key);
      if (again) again.focus({ preventScroll: true });
    }
    announce(words.liveChanged);
  };
  const offer = (html) => {
    if (isBeingEdited()) {
      if (held === null) announce(words.liveHeld);
      held = html;
      state('held');
    } else {
      held = null;
      replace(html);
      state('on');
    }
  };

  const poll = async () => {
    window.clearTimeout(timer);
    if (document.hidden) { plan(POLL_HIDDEN_MS); return; }
    try {
      const answer = await fetch(live.dataset.live, { headers: { 'if-none-match': tag }, cache: 'no-store', redirect: 'error' });
      if (answer.status === 401) { state('out'); announce(words.liveSignedOut); if (socket) socket.close(); return; }
      if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
      const html = answer.status === 200 ? await answer.text() : null;
      failures = 0;
      if (html !== null) {
        tag = answer.headers.get('etag') || '';
        offer(html);
      } else if (held !== null) {
        offer(held);
      } else {
        state('on');
      }
    } catch (error) {
      failures += 1;
      state('off');
    }
    plan(failures ? Math.min(POLL_MS * 2 ** failures, POLL_FAILING_MS_MAX) : next());
  };
  const plan = (ms) => { window.clearTimeout(timer); timer = window.setTimeout(poll, ms); };

  // Being told: a socket says that something has changed, never what. The page looks a few times,
  // and however many hints come, hardly more often than it would without them.
  const subjects = live && live.dataset.liveSubject ? live.dataset.liveSubject.split(' ') : [];
  let socket = null;
  let refusals = 0;
  let reopening = 0;
  let hiding = 0;
  let looks = LOOKS_MS.length;
  let again = false;

  const isTold = () => !!socket && socket.readyState === WebSocket.OPEN;
  const next = () => {
    if (looks < LOOKS_MS.length) looks += 1;
    if (looks === LOOKS_MS.length && again) { again = false; looks = 1; }
    if (looks < LOOKS_MS.length) return LOOKS_MS[looks];
    return isTold() ? POLL_TOLD_MS : POLL_MS;
  };
  const look = () => {
    if (looks < LOOKS_MS.length) { again = true; return; }
    looks = 0;
    plan(LOOKS_MS[0]);
  };
  const isShown = (hint) => subjects.some((name) => name === hint.subject || name === hint.kind || String(hint.kind).startsWith(`${name}.`));
  const hear = (text) => {
    let hints = [];
    try { hints = JSON.parse(text).hints; } catch (error) { return; }
    if (Array.isArray(hints) && hints.some(isShown)) look();
  };
  // Full jitter: pages that lost their sockets together do not come back together.
  const reopen = () => {
    window.clearTimeout(reopening);
    if (document.hidden) return;
    reopening = window.setTimeout(open, Math.random() * Math.min(REOPEN_MS * 2 ** refusals, REOPEN_MS_MAX));
    refusals += 1;
  };
  async function open() {
    if (socket || document.hidden) return;
    // Marks that one is being opened.
    socket = { readyState: WebSocket.CONNECTING, close() {} };
    try {
      const asked = await fetch('/console/live/tickets?fragment=1', {
        method: 'POST', body: new URLSearchParams(subjects.map((name) => ['follow', name])), cache: 'no-store', redirect: 'error',
      });
      if (asked.status === 401) { socket = null; return; }
      if (!asked.ok) throw new Error(String(asked.status));
      const place = await asked.json();
      attend(new WebSocket(place.url));
    } catch (error) { socket = null; reopen(); }
  }
  const attend = (opened) => {
    let word = 0;
    let since = Infinity;
    socket = opened;
    opened.addEventListener('open', () => {
      since = Date.now();
      word = window.setInterval(() => opened.send('here'), WORD_MS);
      // What changed before it was open was told to nobody.
      look();
    });
    opened.addEventListener('message', (event) => hear(event.data));
    opened.addEventListener('close', () => {
      window.clearInterval(word);
      if (Date.now() - since > LASTING_MS) refusals = 0;
      if (socket === opened) socket = null;
      if (signal.dataset.state === 'live') { state('on'); plan(POLL_MS); }
      reopen();
    });
  };

  if (live) {
    state('on');
    plan(POLL_MS);
    document.addEventListener('visibilitychange', () => {
      window.clearTimeout(hiding);
      if (document.hidden) hiding = window.setTimeout(() => { if (socket) socket.close(); }, HIDDEN_MS_MAX);
      else { poll(); if (subjects.length) open(); }
    });
    if (subjects.length) open();
    document.addEventListener('focusout', () => window.setTimeout(() => {
      if (held !== null && !isBeingEdited()) offer(held);
    }, 0));
  }

  // Asking before what cannot be undone.
  const confirmed = new WeakSet();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const submitter = event.submitter;
    const question = (submitter && submitter.dataset.confirm) || form.dataset.confirm;
    if (!question || confirmed.has(form)) { confirmed.delete(form); return; }
    event.preventDefault();
    const dialog = document.createElement('dialog');
    const text = document.createElement('p');
    text.textContent = question;
    const buttons = document.createElement('form');
    buttons.method = 'dialog';
    buttons.className = 'row';
    for (const [value, label, look] of [['yes', words.yes, 'danger'], ['no', words.no, '']]) {
      const button = document.createElement('button');
      button.value = value;
      button.textContent = label;
      button.className = look;
      buttons.append(button);
    }
    dialog.append(text, buttons);
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (dialog.returnValue === 'yes') { confirmed.add(form); form.requestSubmit(submitter); }
      else if (submitter) submitter.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  });

  // A file goes straight to the store: the form then carries its fingerprint and length. What the
  // store would not take is said before anything is sent.
  const MEDIA_TYPES = { pdf: 'application/pdf', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', xml: 'application/xml', tif: 'image/tiff',
    tiff: 'image/tiff', json: 'application/json', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
  const PROOF_TYPES = 'pdf jpg jpeg png xml';
  const ending = (file) => file.name.toLowerCase().split('.').pop();
  const put = (url, type, bytes, tell) => new Promise((done, fail) => {
    // Only this kind of request tells how far it is.
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('content-type', type);
    request.setRequestHeader('if-none-match', '*');
    request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) tell(event.loaded / event.total); });
    // 412: the same document is there already.
    request.addEventListener('load', () => (request.status < 300 || request.status === 412 ? done() : fail(new Error(String(request.status)))));
    request.addEventListener('error', () => fail(new Error('cut')));
    request.send(bytes);
  });
  const send = async (form, file, tell) => {
    const bytes = await file.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const media = MEDIA_TYPES[ending(file)];
    const asked = await fetch(`${form.dataset.upload}?${new URLSearchParams({ sha256, media_type: media })}`, { cache: 'no-store', redirect: 'error' });
    if (!asked.ok) throw new Error(String(asked.status));
    const place = await asked.json();
    await put(place.url, place.media_type, bytes, tell);
    form.elements.sha256.value = sha256;
    form.elements.size_bytes.value = String(file.size);
    if (form.elements.media_type) form.elements.media_type.value = media;
    if (form.elements.file_name) form.elements.file_name.value = file.name.slice(-200);
  };
  for (const upload of document.querySelectorAll('form[data-upload]')) {
    const picker = upload.querySelector('input[type=file]');
    const told = upload.querySelector('[data-upload-state]');
    const progress = upload.querySelector('progress');
    const drop = upload.querySelector('[data-drop]');
    const tell = (text, wrong) => { told.textContent = text; told.classList.toggle('bad-text', wrong); };
    const refusal = (file) => {
      if (!(upload.dataset.uploadTypes || PROOF_TYPES).split(' ').includes(ending(file))) return upload.dataset.uploadType;
      return upload.dataset.uploadMax && file.size > Number(upload.dataset.uploadMax) ? upload.dataset.uploadLarge : '';
    };
    const chosen = () => {
      const file = picker.files[0];
      upload.elements.sha256.value = '';
      if (progress) progress.hidden = true;
      if (!file) { tell('', false); return; }
      const named = upload.elements.name;
      if (named && named.required && !named.value) named.value = file.name.slice(0, 200);
      const picks = upload.querySelector('[data-upload-picks]');
      const pick = picks && picks.dataset.uploadPicks.split(' ').find((pair) => pair.startsWith(`${ending(file)}=`));
      // What was chosen by hand and fits stays.
      if (pick && !(ending(file) === 'xlsx' && picks.value.startsWith('goods'))) picks.value = pick.split('=')[1];
      const wrong = refusal(file);
      tell(wrong || file.name, !!wrong);
    };
    picker.addEventListener('change', chosen);
    if (drop) {
      drop.querySelector('[data-drop-hint]').hidden = false;
      for (const name of ['dragenter', 'dragover']) {
        drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
      }
      for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('over'));
      drop.addEventListener('drop', (event) => {
        event.preventDefault();
        if (!event.dataTransfer.files.length) return;
        const one = new DataTransfer();
        one.items.add(event.dataTransfer.files[0]);
        picker.files = one.files;
        chosen();
      });
    }
    upload.addEventListener('submit', async (event) => {
      const file = picker.files[0];
      if (upload.elements.sha256.value || !file) return;
      event.preventDefault();
      const wrong = refusal(file);
      if (wrong) { tell(wrong, true); picker.focus(); return; }
      tell(upload.dataset.uploading, false);
      const buttons = upload.querySelectorAll('button');
      for (const button of buttons) button.disabled = true;
      if (progress) { progress.hidden = false; progress.value = 0; }
      try {
        await send(upload, file, (part) => {
          if (progress) progress.value = Math.round(part * 100);
          told.textContent = `${upload.dataset.uploading} ${Math.round(part * 100)} %`;
        });
        upload.submit();
      } catch (error) {
        tell(upload.dataset.uploadFailed, true);
        if (progress) progress.hidden = true;
        for (const button of buttons) button.disabled = false;
      }
    });
  }

  // The menu closes when it is left.
  const menu = document.querySelector('details.who');
  document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open) { menu.open = false; menu.querySelector('summary').focus(); }
  });

  // Copying.
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.classList.add('copied');
      announce(words.copied);
      window.setTimeout(() => button.classList.remove('copied'), 1500);
    } catch (error) { /* The number stands beside the button and can be selected. */ }
  });

  // Enter in a search field inside a larger form presses that field's own button.
  document.addEventListener('keydown', (event) => {
    const name = event.key === 'Enter' && event.target.dataset ? event.target.dataset.enter : '';
    if (!name) return;
    const button = event.target.form && [...event.target.form.elements].find((element) => element.value === name && element.name === 'op');
    if (button) { event.preventDefault(); event.target.form.requestSubmit(button); }
  });

  // Control and Enter send the form whose text of several lines is being typed.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.target.tagName !== 'TEXTAREA' || !event.target.form) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // The keyboard.
  const places = { o: '/console/orders', g: '/console/review', p: '/console/payments', i: '/console/events', n: '/console/orders/new',
    a: '/console/approvals/queue', t: '/console/customs', d: '/console/profitability', e: '/console/profitability/estimates', c: '/console/commerce/contracts', v: '/console/commerce/invoices', m: '/console/commerce/payments', l: '/console/ledger/books' };
  let chord = 0;
  const rows = () => [...document.querySelectorAll('[data-open]')].filter((row) => row.offsetParent !== null);
  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };
  // A form with a key of its own unfolds, and what is typed goes into its first field.
  const press = (key) => {
    const fold = [...document.querySelectorAll('details[data-press]')].find((element) => element.dataset.press === key);
    if (!fold) return false;
    fold.open = true;
    const field = [...fold.querySelectorAll('input, select, textarea')].find((element) => isField(element) && element.offsetParent !== null);
    (field || fold.querySelector('button:not(.quiet)')).focus();
    return true;
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return;
    if (isField(event.target)) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const key = event.key.length === 1 ? latin(event) : event.key;
    if (chord && Date.now() - chord < CHORD_MS) {
      chord = 0;
      if (places[key]) { event.preventDefault(); window.location.assign(places[key]); }
      return;
    }
    if (key === 'g') { chord = Date.now(); return; }
    if (press(key)) event.preventDefault();
    else if (key === 'j') step(1);
    else if (key === 'k') step(-1);
    else if (key === '?') window.location.assign('/console/help');
    else if (key === '/') {
      const search = document.querySelector('input[type=search]');
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  // Shortcuts are positions on the keyboard: they work in a Cyrillic layout too.
  function latin(event) {
    if (event.key === '?' || event.key === '/') return event.key;
    const code = /^Key([A-Z])$/.exec(event.code);
    return code ? code[1].toLowerCase() : event.code === 'Slash' ? (event.shiftKey ? '?' : '/') : event.key;
  }
})();
