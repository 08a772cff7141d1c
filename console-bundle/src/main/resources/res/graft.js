/* The live page of the gateway: asks for its status once a second, and shows it. */
(() => {
  'use strict';

  const PERIOD = 1000;
  const PATIENCE = 8000;

  const page = document.getElementById('graft');
  // From the origin: a page that was opened with user and password in its address could ask nothing relative to it.
  const api = location.origin + page.dataset.root + '/api/v3';
  const part = id => document.getElementById('graft-' + id);
  const ingest = new GraftChart(part('ingest'));
  const spool = new GraftChart(part('spool'));

  /** The status before, and when it came: rates are the difference. */
  let last = null;

  // ---- what is asked of the gateway

  async function ask(method, path, body) {
    let answer;
    try {
      answer = await fetch(api + path, {
        method,
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE),
        headers: body ? { 'Content-Type': 'application/json' } : {},
        body: body && JSON.stringify(body),
      });
    } catch (e) {
      throw new Error(e.name === 'TimeoutError' ? `no answer within ${PATIENCE / 1000} s` : 'there is no connection');
    }
    if (answer.status === 401) {
      throw new Error('it does not know your login any more: load the page again');
    }
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw new Error(json.message || `it answers ${answer.status}`);
    }
    return json;
  }

  async function poll() {
    try {
      show(await ask('GET', '/status'), Date.now());
    } catch (e) {
      showSilence(e);
    }
    setTimeout(poll, PERIOD);
  }

  /** Does what a button stands for; the button stays pressed meanwhile. */
  async function act(button, doing, action) {
    const label = button.textContent;
    button.dataset.busy = 'true';
    button.disabled = true;
    button.textContent = doing;
    try {
      tell(await action(), false);
      show(await ask('GET', '/status'), Date.now());
    } catch (e) {
      tell(e.message, true);
    } finally {
      delete button.dataset.busy;
      button.disabled = false;
      button.textContent = label;
    }
  }

  // ---- what is shown

  function tell(message, failed) {
    const box = part('message');
    box.hidden = false;
    box.classList.toggle('failed', failed);
    box.textContent = message;
  }

  function showSilence(failure) {
    const since = last ? ` What is below is how it was at ${clock(last.time)}.` : '';
    page.classList.add('stale');
    state(`The gateway does not answer: ${failure.message}.${since}`, true);
  }

  function show(status, time) {
    page.classList.remove('stale');
    const spools = status.spools || [];
    const events = status.eventsPersisted;
    if (last && events >= last.events && time > last.time) {
      ingest.add(time, (events - last.events) * 1000 / (time - last.time));
    }
    spool.add(time, spools.reduce((sum, each) => sum + each.events, 0));
    last = { events, time };

    const unmet = status.bindings.filter(binding => binding.state !== 'BOUND').length;
    const stored = `${number(events)} events stored since the start`;
    const bound = unmet ? `${unmet} of ${status.bindings.length} bindings not as set` : 'all bindings as set';
    state(`Live: ${bound}; ${stored}. ${clock(time)}`, unmet > 0);

    keep(part('bindings'), status.bindings, each => each.service + ' ' + each.reference, bindingRow,
      (row, binding) => fillBinding(row, binding, status.providers));
    const migrations = status.migrations || [];
    part('migrations').hidden = !migrations.length;
    keep(part('migrations').querySelector('ul'), migrations, each => each.service + ' ' + each.reference, migrationItem, fillMigration);
    part('spools').hidden = !spools.length;
    keep(part('spools').querySelector('tbody'), spools, each => each.service + ' ' + each.reference, () => rowOf(7), fillSpool);
    keep(part('providers'), status.providers, each => each.name + ' ' + each.bundle.id, () => rowOf(7), fillProvider);
  }

  function state(message, warning) {
    const line = part('state');
    line.classList.toggle('ui-state-highlight', !warning);
    line.classList.toggle('ui-state-error', warning);
    write(line, message);
  }

  function bindingRow() {
    const row = rowOf(5);
    const choice = element('select');
    const change = element('button', 'ui-state-default ui-corner-all', 'Switch');
    change.type = 'button';
    const move = element('button', 'ui-state-default ui-corner-all', 'Migrate');
    move.type = 'button';
    move.title = 'Copy what is kept to the other database first, while the service goes on';
    change.title = 'Use the other database from now on; what is kept stays where it is';
    row.cells[4].append(choice, change, move);
    choice.addEventListener('change', () => enable(row));
    move.addEventListener('click', () => {
      const { service, reference } = row.binding;
      const provider = choice.value;
      act(move, 'Starting …', async () => {
        const { migration } = await ask('POST', `/migration/${encodeURIComponent(service)}`, { reference, provider });
        return `${service}: ${migration.message}`;
      }).then(() => enable(row));
    });
    change.addEventListener('click', () => {
      const { service, reference } = row.binding;
      const provider = choice.value;
      act(change, 'Switching …', async () => {
        await ask('PUT', `/binding/${encodeURIComponent(service)}/${encodeURIComponent(reference)}`, { provider });
        return `${service} keeps its ${reference} in ${provider} now. What it kept before stays where it is.`;
      }).then(() => enable(row));
    });
    return row;
  }

  function fillBinding(row, binding, providers) {
    const [service, keeps, bound, how] = row.cells;
    row.binding = binding;
    write(service, binding.service);
    write(keeps, binding.reference);
    lines(bound, binding.provider || 'nothing', binding.providerVersion || '');
    badge(how, binding.state, { BOUND: 'good', KEPT: 'fair' }[binding.state] || 'bad', binding.problem || '');
    const choice = row.querySelector('select');
    choice.setAttribute('aria-label', `Database for ${binding.service} ${binding.reference}`);
    for (const button of row.querySelectorAll('button')) {
      button.setAttribute('aria-label', `${button.textContent} ${binding.service} ${binding.reference}`);
    }
    const able = providers.filter(each => each.stores.includes(binding.stores)).map(each => each.name);
    options(choice, [...new Set(able)], binding.provider);
    enable(row);
  }

  function enable(row) {
    const chosen = row.querySelector('select').value;
    const same = row.binding.state === 'BOUND' && chosen === row.binding.provider;
    for (const button of row.querySelectorAll('button')) {
      button.disabled = !chosen || same || button.dataset.busy === 'true';
    }
  }

  /** What can be done with a migration in each phase: the command, what the button says, and while it is obeyed. */
  const COMMANDS = {
    pause: { label: 'Pause', phases: ['COPYING', 'CATCHING_UP'] },
    resume: { label: 'Resume', phases: ['PAUSED'] },
    abort: { label: 'Abort', phases: ['COPYING', 'CATCHING_UP', 'PAUSED', 'ROLLING_BACK'], sure: 'Give the migration up?' },
    rollback: { label: 'Roll back', phases: ['DONE'], sure: 'Move back, with all that was written since?' },
  };

  function migrationItem() {
    const item = element('li');
    const buttons = element('span', 'buttons');
    for (const [command, { label, sure }] of Object.entries(COMMANDS)) {
      const button = element('button', 'ui-state-default ui-corner-all', label);
      button.type = 'button';
      button.dataset.command = command;
      button.addEventListener('click', () => {
        const { service, reference } = item.migration;
        if (!sure || confirm(`${service}: ${sure}`)) {
          act(button, label + ' …', async () => {
            const path = `/migration/${encodeURIComponent(service)}/${command}?reference=${encodeURIComponent(reference)}`;
            const { migration } = await ask('POST', path, {});
            return `${service}: ${migration.message}`;
          });
        }
      });
      buttons.append(button);
    }
    const bar = element('progress');
    bar.max = 1;
    item.append(buttons, element('strong'), ' ', element('span', 'phase'), bar, element('span', 'copied'), element('small'));
    return item;
  }

  function fillMigration(item, migration) {
    const { service, reference, from, to, phase, over } = migration;
    item.migration = migration;
    write(item.querySelector('strong'), `${service} ${reference}: ${from} → ${to}`);
    const mood = { DONE: 'good', ROLLED_BACK: 'good', FAILED: 'bad', PAUSED: 'fair' }[phase] || '';
    badge(item.querySelector('.phase'), phase, mood, '');
    const bar = item.querySelector('progress');
    bar.hidden = over;
    bar.value = migration.total ? Math.min(1, migration.copied / migration.total) : 1;
    bar.setAttribute('aria-label', `Migration of ${service} ${reference}`);
    const pace = over ? '' : `, ${number(migration.perSecond)} per second`;
    const left = migration.secondsLeft === undefined ? '' : `, ${span(migration.secondsLeft)} left`;
    write(item.querySelector('.copied'), `${number(migration.copied)} of ${number(migration.total)} copied${pace}${left}; `
      + `${number(migration.verifiedChunks)} chunks verified, ${number(migration.repairedChunks)} repaired; `
      + `${number(migration.followed)} changes followed`);
    write(item.querySelector('small'), migration.message);
    for (const button of item.querySelectorAll('button')) {
      const { phases } = COMMANDS[button.dataset.command];
      const open = button.dataset.command !== 'rollback' || Date.parse(migration.rollbackUntil) > Date.now();
      button.hidden = !button.dataset.busy && !(phases.includes(phase) && open);
    }
  }

  /** Offers the names; what the user has chosen stays chosen, else it follows what is bound. */
  function options(choice, names, bound) {
    const offered = [...choice.options].map(option => option.value);
    const untouched = choice.value === choice.dataset.bound || !names.includes(choice.value);
    if (offered.join() !== names.join()) {
      const chosen = choice.value;
      choice.replaceChildren(...names.map(name => new Option(name)));
      choice.value = names.includes(chosen) ? chosen : '';
    }
    if (untouched) {
      choice.value = names.includes(bound) ? bound : '';
    }
    choice.dataset.bound = bound || '';
  }

  function fillSpool(row, spooled) {
    const [service, state, waiting, room, oldest, drains, since] = row.cells;
    write(service, spooled.service);
    const moods = { IDLE: 'good', SPOOLING: 'fair', DRAINING: 'fair', OFF: '' };
    badge(state, spooled.state, spooled.state in moods ? moods[spooled.state] : 'bad', spooled.problem || '');
    lines(waiting, `${number(spooled.events)} events`, `${number(Math.round(spooled.spooledPerSecond))} come in per second`);
    lines(room, bytes(spooled.bytes), `of ${bytes(spooled.maxBytes)}`);
    const life = spooled.timeToLiveSeconds;
    lines(oldest, spooled.events ? span(spooled.oldestSeconds) : 'none', life ? `given up after ${span(life)}` : 'never given up');
    const pace = spooled.drainedPerSecond - spooled.spooledPerSecond;
    const left = spooled.events && pace > 1 ? `empty in ${span(spooled.events / pace)}` : '';
    lines(drains, `${number(Math.round(spooled.drainedPerSecond))} per second`, left);
    const lost = ['expired', 'refused', 'rejected'].filter(each => spooled[each])
      .map(each => `${number(spooled[each])} ${each}`).join(', ');
    lines(since, `${number(spooled.spooled)} came in, ${number(spooled.drained)} drained`, lost);
  }

  function fillProvider(row, provider) {
    const [name, version, bundle, serves, users, health, certificate] = row.cells;
    write(name, provider.name);
    write(version, provider.version);
    lines(bundle, String(provider.bundle.id), provider.bundle.symbolicName);
    write(serves, provider.stores.join(', ') || 'nothing now');
    write(users, provider.boundBy.join(', '));
    const good = { OK: 'good', WARN: 'fair', UNKNOWN: '' };
    const status = provider.health.status;
    badge(health, status, status in good ? good[status] : 'bad', status === 'OK' ? '' : provider.health.message);
    const { state, detail } = provider.certificate || { state: 'NONE' };
    const known = { CERTIFIED: 'good', OUTDATED: 'fair', FAILED: 'bad' };
    badge(certificate, state, known[state] || '', state === 'NONE' ? '' : detail);
  }

  // ---- elements

  /** Keeps one child for each item, in the items' order; children that stay are not replaced, so focus stays too. */
  function keep(parent, items, keyOf, create, fill) {
    const there = new Map([...parent.children].map(child => [child.dataset.key, child]));
    items.forEach((item, index) => {
      const key = keyOf(item);
      const child = there.get(key) || create();
      there.delete(key);
      child.dataset.key = key;
      fill(child, item);
      if (parent.children[index] !== child) {
        parent.insertBefore(child, parent.children[index] || null);
      }
    });
    there.forEach(child => child.remove());
  }

  function element(name, classes, text) {
    const made = document.createElement(name);
    made.className = classes || '';
    made.textContent = text || '';
    return made;
  }

  function rowOf(cells) {
    const row = element('tr');
    for (let i = 0; i < cells; i++) {
      row.append(element('td'));
    }
    return row;
  }

  function write(node, text) {
    if (node.textContent !== text) {
      node.textContent = text;
    }
  }

  /** A line, and a smaller one below it. */
  function lines(cell, first, second) {
    if (cell.dataset.shown !== first + '\n' + second) {
      cell.dataset.shown = first + '\n' + second;
      cell.replaceChildren(first, ...(second ? [element('small', '', second)] : []));
    }
  }

  function badge(cell, name, mood, detail) {
    if (cell.dataset.shown !== name + '\n' + detail) {
      cell.dataset.shown = name + '\n' + detail;
      const label = name.toLowerCase().replaceAll('_', ' ');
      cell.replaceChildren(element('span', 'badge ' + mood, label), ...(detail ? [element('small', '', detail)] : []));
    }
  }

  function number(value) {
    return value.toLocaleString('en');
  }

  function bytes(value) {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    const unit = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
    return `${(value / 1024 ** unit).toFixed(unit && value / 1024 ** unit < 100 ? 1 : 0)} ${units[unit]}`;
  }

  /** A number of seconds, in its two largest units. */
  function span(seconds) {
    const parts = [];
    let rest = Math.round(seconds);
    for (const [size, unit] of [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']]) {
      const count = Math.floor(rest / size);
      rest -= count * size;
      if (count > 0) {
        parts.push(`${count} ${unit}`);
      }
    }
    return parts.slice(0, 2).join(' ') || '0 s';
  }

  function clock(time) {
    return new Date(time).toLocaleTimeString('en-GB');
  }

  poll();
})();
