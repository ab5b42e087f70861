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
    const scrolls = place => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(place).overflowX);
    const kept = place => {
        for (let above = place.parentElement; above && above !== document.body; above = above.parentElement)
            if (scrolls(above) && above.getBoundingClientRect().right <= width + 1) return true;
        return false;
    };
    const over = [...document.querySelectorAll('h1, h2, h3, h4, p, label, button, svg, [role=slider], pre')]
        .filter(place => place.getBoundingClientRect().right > width + 1 && !kept(place))
        .map(place => place.outerHTML.slice(0, 90));
    if (document.documentElement.scrollWidth > width) over.push(`the page: ${document.documentElement.scrollWidth}`);
    return over;
}"""
"""What hangs over the right edge of the screen and does not scroll in a box of its own."""
