"""A scenario that reads its phrases by a lexicon beside it, `words.csv`."""

SCENARIO = """schema_version: 1
id: own
title: Own words
as_of: 2026-03-02
timeline: {steps: 2, step: 1 week}
lexicons: {desk: words.csv}
lexicon: {desk: 2, icd203: 1}
experts: {ann: {name: Ann}, ben: {name: Ben}}
variables:
  strike: {label: Strike, states: [none, strike]}
judgments:
  strike:
    J1: {expert: ann, about: strike, says: on the cards}
    J2: {expert: ben, about: strike, says: {phrase: likely, lexicon: desk}}
questions:
  Q: {asks: "Strike by 16 March 2026?", is: {strike: strike}, at: 2026-03-16}
"""
WORDS = "phrase,concept,low,high\non the cards,possible,30,50\nlikely,likely,55,90\n"
