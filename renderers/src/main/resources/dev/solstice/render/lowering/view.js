// What a trusted view can do beyond folding: keys and roles of a tree, search, filters, paths to copy, rows from the
// payload, values under the pointer. Everything to see is there without it; every control is made here.
// Shipped without comments, with short names, compressed (see Compact); STYLES is hydrated.css.
(() => {
  const set = Object.assign;
  const make = (tag, properties, ...content) => { const e = set(document.createElement(tag), properties); e.append(...content); return e; };
  const one = (e, selector) => e.querySelector(selector);
  const every = (e, selector) => [...e.querySelectorAll(selector)];
  const held = e => e.ctrlKey || e.metaKey;
  const on = (e, type, act, options) => e.addEventListener(type, act, options);

  const inflated = (bytes, format) =>
    new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format))).arrayBuffer();
  const bytesOf = base64 => Uint8Array.from(atob(base64), c => c.charCodeAt());

  // ---- A tree's rows ----------------------------------------------------------------------

  const foldOf = row => row.closest('summary')?.parentNode;
  const rowsIn = list => every(list, ':scope > .jr, :scope > li > details > .jr');
  const below = row => foldOf(row) ? rowsIn(foldOf(row).lastChild) : [];
  const above = row => row.closest('ul')?.previousSibling;
  const boxOf = e => e.closest('li') || e;

  // `m -> m.layers().get(1).weight()`; a row's data-cast is the type that everything below it needs.
  const expression = (row, variable) => {
    const chain = [];
    for (let r = row; r; r = above(r)) chain.unshift(r);
    let java = variable, path = '';
    for (const r of chain) {
      java += r.title.slice(path.length);
      path = r.title;
      if (r != row && r.dataset.cast) java = `((${r.dataset.cast}) ${java})`;
    }
    return java;
  };
  const selector = row => 'm -> ' + expression(row, 'm');

  // ---- Rows of the payload ----------------------------------------------------------------

  const textOf = cell => Array.isArray(cell) ? cell.slice(4).map(textOf).join('') : cell;
  const cellsText = cells => cells.map(textOf).join(' ');
  const rowText = ([, head, columns]) => [head, ...columns].map(cellsText).join(' ');

  const element = cell => {
    if (!Array.isArray(cell)) return cell;
    const [tag, name, title, style, ...content] = cell;
    return set(make(tag, {}, ...content.map(element)), name && {className: name}, title && {title: title}, style && {[tag == 'data' ? 'value' : 'style']: style});
  };
  const cells = (name, list) => make('span', {className: name}, ...list.flatMap((cell, i) => i ? [' ', element(cell)] : [element(cell)]));

  // ---- One tree ---------------------------------------------------------------------------

  const hydrate = (root, tree) => {
    const top = one(tree, ':scope > details > .jr, :scope > .jr:not(.jg)'), legend = one(root, '.jxt1-legend');
    const pending = new Map(), off = new Set(), chosen = new Set();
    let current = top, query = '', opened = null, hits = [], typed = '', typedAt = 0;

    const describe = (row, level, index, size) => {
      const fold = foldOf(row);
      set(row, {role: 'treeitem', tabIndex: row == current ? 0 : -1, ariaLevel: level, ariaPosInSet: index, ariaSetSize: size, ariaSelected: chosen.has(row)});
      if (!fold) return;
      boxOf(fold).role = fold.role = 'none';
      row.ariaExpanded = fold.open;
      fold.lastChild.role = 'group';
      below(row).forEach((r, i, all) => describe(r, level + 1, i + 1, all.length));
    };

    // Rows that are only in the payload become elements when their parent is opened.
    const build = ([step, head, columns, rows, cast], parent) => {
      const content = [cells(columns.some(c => c.length) ? 'jh' : 'jh jw', head)];
      columns.forEach((c, i) => c.length && content.push(' ', cells(i > 3 ? `j${i} je` : 'j' + i, c)));
      const row = make(rows ? 'summary' : 'li', {className: 'jr', title: parent + step}, ...content);
      if (cast) row.dataset.cast = cast;
      if (!rows) return row;
      const fold = make('details', {}, row, make('ul', {style: one(tree, 'ul').style.cssText}));
      pending.set(fold, rows);
      return make('li', {}, fold);
    };
    const fill = fold => {
      const rows = pending.get(fold), row = fold.firstChild;
      if (!rows) return 0;
      pending.delete(fold);
      fold.lastChild.replaceChildren(...rows.map(r => build(r, row.title)));
      describe(row, +row.ariaLevel, row.ariaPosInSet, row.ariaSetSize);
      return rows.length;
    };
    const payload = one(root, '.jxt1-lazy');
    let reading;
    const read = () => reading ??= (async () => {
      if (!payload) return;
      const [placeholders, below, steps, casts, heads, ...columns] =
        JSON.parse(new TextDecoder().decode(await inflated(bytesOf(JSON.parse(payload.textContent)), 'deflate-raw')));
      let next = 0;
      const row = at => [steps[at], heads[at], columns.map(c => c[at]), below[at] ? rows(below[at]) : null, casts[at]];
      const rows = count => Array.from(Array(count), () => row(next++));
      every(tree, '.jz').forEach((mark, i) => pending.set(mark.closest('details'), rows(placeholders[i])));
      one(root, '.jxt1-rest')?.remove();
      every(tree, 'details[open]').forEach(fill);
    })();
    on(root, 'pointerover', read, {once: true});

    // ---- Search and filters: what matches is seen, and what leads to it -------------------

    const shownPart = text => ![...off].some(badge => text.startsWith(badge));
    // Without a query, rows that have a part lead to themselves; what has none (fields, references) follows its parent.
    const found = (text, path) => (text + (/[.(]/.test(query) ? path : '')).toLowerCase().includes(query);
    const match = (rows, path) => rows?.some(row => shownPart(textOf(row[1][0])) && (query ? found(rowText(row), path + row[0]) : row[1][0][0] == 'b')
      || match(row[3], path + row[0]));
    const siftRow = (row, inside) => {
      const fold = foldOf(row), text = row.textContent, part = shownPart(text);
      const hit = part && (query ? found(text, row.title) : one(row, 'b'));
      let leads = match(pending.get(fold), row.title);
      for (const r of below(row)) leads = siftRow(r, inside || hit) || leads;
      row.classList.toggle('jy', query && hit);
      if (query && hit) hits.push(row);
      if (query && leads && !pending.has(fold)) fold.open = true;
      boxOf(row).hidden = row != top && !(leads || hit || inside && part);
      return leads || hit;
    };
    const sift = () => {
      hits = [];
      siftRow(top, !query);
      hits.reverse();
      const more = [...pending.keys()].some(fold => match(pending.get(fold), fold.firstChild.title));
      say(query ? hits.length + (more ? '+ found' : ' found') : '');
    };
    const search = async () => {
      query = field.value.trim().toLowerCase();
      await read();
      opened ??= every(tree, 'details[open]');
      // Folded rows of the payload that hold a match are made, up to a thousand.
      for (let room = query ? 1000 : 0, next; room > 0; room -= next ? fill(next) : room) next = [...pending.keys()].find(fold => match(pending.get(fold), fold.firstChild.title));
      if (!query) { every(tree, 'details').forEach(d => d.open = [...opened].includes(d)); opened = null; }
      sift();
      if (hits.length) point(hits[0]);
    };
    const step = by => {
      const next = hits[(hits.indexOf(current) + by + hits.length) % hits.length];
      if (next) { point(next); say(`${hits.indexOf(next) + 1} of ${hits.length}`); }
    };

    // ---- Controls -------------------------------------------------------------------------

    const status = make('span', {role: 'status', className: 'js'}), say = text => { status.textContent = text; };
    const button = (text, title, act) => make('button', {type: 'button', title: title, onclick: act}, text);
    const field = make('input', {type: 'search', placeholder: 'search', title: 'search (/)'});
    const all = async open => {
      await read();
      let room = 1000;
      const visit = row => {
        const fold = foldOf(row);
        if (!fold || open && pending.has(fold) && (room -= fill(fold)) < 0) return;
        fold.open = open || row == top;
        below(row).forEach(visit);
      };
      visit(top);
      if (!open) point(top);
    };
    const copy = async () => {
      const rows = chosen.size ? [...chosen] : [current];
      const java = rows.length == 1 ? selector(rows[0])
        : `Tree.at(model, List.of(${rows.map(selector).join(', ')}), List.of(${rows.map(r => expression(r, 'model')).join(', ')}))`;
      try {
        await navigator.clipboard.writeText(java);
        say('copied ' + java);
      } catch { say(java); }
    };
    legend.append(make('span', {className: 'jc'}, status, field,
      button('expand', 'expand all', () => all(true)), button('collapse', 'collapse all', () => all(false)), button('copy', 'copy path (c)', copy)));
    for (const entry of every(legend, ':scope > span')) {
      const badge = one(entry, 'b')?.textContent;
      if (!badge) continue;
      const filter = button('', entry.title, () => {
        if (!off.delete(badge)) off.add(badge);
        filter.ariaPressed = !off.has(badge);
        sift();
      });
      filter.ariaPressed = true;
      filter.append(...entry.childNodes);
      entry.replaceWith(filter);
    }
    // Notebooks take single keys for commands: what is typed into a control stays there.
    on(legend, 'keydown', e => {
      if (e.target == field && e.key == 'Enter') step(e.shiftKey ? -1 : 1);
      if (e.target == field && e.key == 'Escape') { field.value = ''; search(); go(current); }
      if (e.target == field && e.key == 'ArrowDown') go(current);
      if (!held(e)) e.stopPropagation();
    });
    let wait;
    field.oninput = () => { clearTimeout(wait); wait = setTimeout(search, 120); };

    // A heading over figures sorts siblings by them, largest first; again for the order that they came in.
    for (const heading of every(tree, '.jg > .je')) {
      const column = '.' + heading.classList[0], figure = row => +(one(row, `:scope > ${column} data`)?.value ?? -1);
      if (!one(tree, `${column} data`)) continue;
      heading.append(button('⇅', 'sort by ' + heading.textContent, () => {
        const sorted = heading.ariaSort = heading.ariaSort == 'descending' ? 'none' : 'descending';
        for (const list of every(tree, 'ul')) {
          [...list.children].forEach((li, i) => li.place ??= i);
          const value = li => figure(li.matches('.jr') ? li : one(li, '.jr') || li);
          list.append(...[...list.children].sort((a, b) => sorted == 'none' ? a.place - b.place : value(b) - value(a) || a.place - b.place));
        }
      }));
    }

    // ---- Keys (APG tree pattern): one tab stop, which moves -------------------------------

    const point = row => {
      for (let r = above(row); r; r = above(r)) foldOf(r).open = true;
      current.tabIndex = -1;
      current = row;
      row.tabIndex = 0;
      row.scrollIntoView({block: 'nearest'});
    };
    const go = row => { if (row) { point(row); row.focus(); } };
    const seen = (row = top) => boxOf(row).hidden ? [] : [row, ...foldOf(row)?.open ? below(row).flatMap(seen) : []];
    const choose = (row, yes) => { chosen[yes ? 'add' : 'delete'](row); row.ariaSelected = yes; };
    const move = by => row => { const rows = seen(); return rows[rows.indexOf(row) + by]; };
    const keys = {
      ArrowDown: move(1), ArrowUp: move(-1), Home: () => top, End: () => seen().at(-1),
      ArrowRight: row => { const fold = foldOf(row); if (fold?.open) return below(row)[0]; if (fold) fold.open = true; },
      ArrowLeft: row => { const fold = foldOf(row); if (!fold?.open) return above(row); fold.open = false; },
      Enter: row => { const fold = foldOf(row); if (fold) fold.open = !fold.open; },
      '*': row => every(boxOf(row).parentNode, ':scope > li > details').forEach(d => { d.open = true; }),
      '/': () => { field.focus(); }, c: () => { copy(); },
      Escape: () => { chosen.forEach(r => choose(r, false)); say(''); },
    };
    keys[' '] = keys.Enter;
    on(tree, 'keydown', e => {
      const row = e.target;
      if (!row.matches('.jr') || held(e) || e.altKey) return;
      const act = keys[e.key];
      if (act) {
        const next = act(row);
        if (e.shiftKey && /Up|Down/.test(e.key) && next) { choose(row, true); choose(next, true); }
        go(next);
      } else if (e.key.length == 1) {
        typed = e.timeStamp - typedAt < 600 ? typed + e.key : e.key;
        typedAt = e.timeStamp;
        const rows = seen(), from = rows.indexOf(row) + (typed.length == 1);
        go([...rows.slice(from), ...rows.slice(0, from)].find(r => one(r, '.jn')?.textContent.startsWith(typed)));
      } else return;
      e.preventDefault();
      e.stopPropagation();
    });
    on(tree, 'focusin', e => { if (e.target.matches('.jr')) point(e.target); });
    on(tree, 'click', e => {
      const row = e.target.closest('.jr:not(.jg)');
      if (!row) return;
      go(row);
      if (!held(e)) return;
      e.preventDefault();
      choose(row, !chosen.has(row));
    });
    on(tree, 'toggle', e => {
      const fold = e.target;
      fold.firstChild.ariaExpanded = fold.open;
      if (fold.open) read().then(() => { if (fill(fold) && (query || off.size)) sift(); });
    }, true);
    let folded = [];
    on(window, 'beforeprint', () => {
      folded = every(tree, 'details:not([open])').filter(d => !pending.has(d) && !one(d, ':scope > ul > .jz'));
      folded.forEach(d => d.open = true);
    });
    on(window, 'afterprint', () => folded.forEach(d => d.open = false));

    set(tree, {role: 'tree', ariaMultiSelectable: true, ariaLabel: `${one(top, '.jt, .jn')?.textContent ?? 'tree'}, ${legend.innerText.split('\n')[0]}`});
    describe(top, 1, 1, 1);
  };

  // ---- Heatmaps: the value under the pointer, from the levels that the image is made of -----

  // Our images have these chunks: header (up to byte 33), palette, opacity, pixels.
  const levels = async image => {
    const bytes = bytesOf(image.src.split(',')[1]), view = new DataView(bytes.buffer);
    const after = at => at + 12 + view.getUint32(at), data = after(after(33));
    return [view.getUint32(33) / 3, new Uint8Array(await inflated(bytes.subarray(data + 8, after(data) - 4), 'deflate'))];
  };
  const reads = image => {
    const [low, high, tileRows, tileColumns, tall, wide, gap, pooledRows, pooledColumns, ...shape] = image.dataset.heat.split(' ').map(Number);
    const out = make('span', {className: 'jt js'});
    let made;
    image.after(out);
    const span = (index, pooled, size) => pooled > 1 ? `${index * pooled}…${Math.min(size, (index + 1) * pooled) - 1}` : index;
    image.onpointermove = async e => {
      const [colours, pixels] = await (made ??= levels(image)), scale = image.width / image.naturalWidth;
      const x = Math.floor(e.offsetX / scale), y = Math.floor(e.offsetY / scale);
      const level = pixels[y * (image.naturalWidth + 1) + 1 + x], last = colours - 5;
      const column = Math.floor(x / (tileColumns * wide + gap)), row = Math.floor(y / (tileRows * tall + gap));
      const cell = [Math.floor((y - row * (tileRows * tall + gap)) / tall), Math.floor((x - column * (tileColumns * wide + gap)) / wide)];
      const index = [row, column, span(cell[0], pooledRows, shape.at(-2)), span(cell[1], pooledColumns, shape.at(-1))].slice(-shape.length);
      const value = level > last ? ['NaN', 'Inf', '-Inf'][level - last - 1] : '≈ ' + +(low + (high - low) * level / last).toPrecision(2);
      out.textContent = level < colours - 1 ? ` [${index.join(', ')}] ${value}` : '';
    };
    image.onpointerleave = () => { out.textContent = ''; };
  };

  for (const root of every(document, '.jxt1-root:not([data-jx])')) {
    root.dataset.jx = '';
    root.append(make('style', {}, 'STYLES'));
    const tree = one(root, '.jk');
    if (tree && one(tree, 'ul')) hydrate(root, tree);
    every(root, '[data-heat]').forEach(reads);
  }
})();
