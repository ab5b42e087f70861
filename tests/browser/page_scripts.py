"""What tests ask of a page, in JavaScript, whichever browser has it."""

from __future__ import annotations

UNTIL_STILL = """quiet => new Promise(done => {
    let last = performance.now();
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    const look = () => {
        const state = document.querySelector('[data-test-script-state]')?.dataset.testScriptState;
        if (performance.now() - last < 1000 * quiet || state === 'running') return setTimeout(look, 50);
        watch.disconnect();
        done();
    };
    look();
})"""
"""Waits until Streamlit is done and the page has not changed for some seconds."""

OVER_THE_EDGE = """() => {
    const width = document.documentElement.clientWidth;
    const page = 'body, [data-testid=stMain]';  // these scroll too, and should not, to the side
    const scrolls = place => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(place).overflowX);
    const kept = place => {
        for (let above = place.parentElement; above && !above.matches(page); above = above.parentElement)
            if (scrolls(above) && above.getBoundingClientRect().right <= width + 1) return true;
        return false;
    };
    const over = [...document.querySelectorAll('h1, h2, h3, h4, p, label, button, svg, [role=slider], pre')]
        .filter(place => place.getBoundingClientRect().right > width + 1 && !kept(place))
        .map(place => place.outerHTML.slice(0, 90));
    for (const whole of [document.documentElement, document.querySelector('[data-testid=stMain]')])
        if (whole.scrollWidth > width) over.push(`${whole.tagName}: ${whole.scrollWidth}`);
    return over;
}"""
"""What hangs over the right edge of the screen and does not scroll in a box of its own."""

COVERED = """() => {
    const told = [];
    for (const place of document.querySelectorAll('button, a[href], [role=radio], [role=combobox], summary')) {
        const box = place.getBoundingClientRect();
        const style = getComputedStyle(place);
        if (!box.width || !place.checkVisibility() || style.visibility === 'hidden') continue;
        if (place.closest('[data-testid=stElementToolbar]')) continue;
        if (box.bottom < 0 || box.top > innerHeight || place.tabIndex < 0 || box.right < 1) continue;
        for (const share of [0.15, 0.5, 0.85]) {
            const x = box.x + share * box.width, y = box.y + box.height / 2;
            const at = document.elementFromPoint(x, y);
            if (!at || place.contains(at) || at.contains(place)) continue;
            const scrolled = at.closest('.st-key-move') && !place.closest('.st-key-move');
            const label = at.closest('label, [data-baseweb], [role=group]')?.contains(place);
            if (!scrolled && !label) told.push([place.ariaLabel || place.innerText, share, at.outerHTML.slice(0, 80)]);
        }
    }
    return told;
}"""
"""What can be pressed and has something else over it; the band of sliders may lie over what scrolls."""

UNFOLD = "() => document.querySelector('.move-fold:not([open]) > summary')?.click()"
"""Opens the band of sliders, where a narrow page has it folded."""
