// What a forecast's form says while it is typed: by how much its shares miss 100 %, and its picture, which the server draws. Without
// this file there is a button that asks for the same.
'use strict';
(() => {
  const percent = millionths => `${+(millionths / 1e6).toFixed(6)} %`;

  const tally = shares => {
    const line = shares.querySelector('.sum');
    const whole = 100e6;
    return () => {
      const typed = [...shares.querySelectorAll('input')].map(input => input.value).filter(text => text !== '');
      const sum = typed.reduce((all, text) => all + Math.round(text * 1e6), 0);
      const words = sum === whole ? line.dataset.even : sum > whole ? line.dataset.more : line.dataset.less;
      line.textContent = typed.length ? words.replace('{0}', percent(sum)).replace('{1}', percent(Math.abs(sum - whole))) : '';
      line.classList.toggle('off', typed.length > 0 && sum !== whole);
    };
  };

  const draw = (form, place) => {
    let waiting, asked;
    return () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        asked?.abort();
        asked = new AbortController();
        try {
          const address = new URL(form.dataset.look, location.href);
          address.searchParams.set('part', 'true');
          const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: asked.signal });
          // Whoever has been signed out meanwhile is led to another page.
          if (answer.redirected || answer.status >= 500) return;
          const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
          place.replaceChildren(...parsed.body.childNodes);
        } catch (cause) {
          if (cause.name !== 'AbortError') console.warn('The picture stays as it was.', cause);
        }
      }, 300);
    };
  };

  for (const form of document.querySelectorAll('form[data-look]')) {
    const parts = [...form.querySelectorAll('.shares')].map(tally);
    parts.forEach(part => part());
    const place = form.querySelector('.looked');
    if (place) parts.push(draw(form, place));
    form.querySelector('.look')?.setAttribute('hidden', '');
    form.addEventListener('input', event => {
      if (event.target.name !== 'rationale') parts.forEach(part => part());
    });
  }
})();
