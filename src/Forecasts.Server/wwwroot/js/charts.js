// Brings a page's charts to life: the same specifications that the pictures were drawn from, with tips. Without this file the
// pictures stay, and on paper they come back. Nothing is evaluated as code: Vega interprets its expressions.
'use strict';
(() => {
  const figures = [...document.querySelectorAll('figure.chart')];
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const here = document.currentScript;
  let libraries = null;

  const load = address => new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  const fetchLibraries = () => libraries ??= here.dataset.libraries.split(' ').reduce((before, address) => before.then(() => load(address)), Promise.resolve());

  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  const show = (handler, event, item, value) => {
    tip.hidden = value == null || value === '';
    if (tip.hidden) return;
    tip.replaceChildren(...Object.entries(value).map(([name, text]) => {
      const line = document.createElement('div');
      const key = document.createElement('span');
      key.textContent = name;
      line.append(key, String(text));
      return line;
    }));
    tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
  };

  const draw = async figure => {
    try {
      await fetchLibraries();
      const live = document.createElement('div');
      live.className = 'live';
      live.setAttribute('aria-hidden', figure.querySelector('picture') ? 'true' : 'false');
      const drawn = await vegaEmbed(live, dark.matches ? figure.dataset.dark : figure.dataset.light, {
        actions: false, defaultStyle: false, ast: true, renderer: 'canvas', tooltip: show,
      });
      figure.drawn?.finalize();
      figure.drawn = drawn;
      figure.querySelector('.live')?.remove();
      figure.append(live);
      figure.classList.add('alive');
    } catch (cause) {
      console.warn('A chart stays a picture.', cause);
    }
  };

  document.body.append(tip);
  const seen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      draw(target);
    }
  }, { rootMargin: '200px' });
  figures.forEach(figure => seen.observe(figure));
  dark.addEventListener('change', () => figures.filter(figure => figure.drawn).forEach(draw));
})();
