"""The lexicon of `sim draft`: reporting verbs, titles, roles, and words that are no part of a name."""

from __future__ import annotations

from types import MappingProxyType


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _forms(verb: str) -> tuple[str, ...]:
    """A regular verb's forms for he and she: `warns`, `warned`."""
    if verb.endswith("e"):
        return f"{verb}s", f"{verb}d"
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied"
    return (f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s"), f"{verb}ed"


def _verbs(regular: str, others: str) -> frozenset[str]:
    return frozenset(form for verb in regular.split() for form in _forms(verb)) | _set(others)


CLAUSE_VERBS = _verbs(
    "add argue believe caution claim conclude contend estimate expect explain fear insist note predict reckon suggest "
    "suspect warn doubt assume anticipate",
    "say says said tell tells told think thinks thought argue believe expect warn",
)
"""Reporting verbs after which a clause may follow at once."""

THAT_VERBS = _verbs(
    "acknowledge announce assert assess comment confirm declare emphasise emphasize maintain observe remark reiterate "
    "state stress agree recall counter reply respond continue ask joke quip opine muse retort concur tweet elaborate "
    "clarify underline underscore",
    "forecasts admits admitted writes wrote concedes conceded points pointed holds held",
)
"""Reporting verbs that count only with a quotation, or `that`, beside them."""

REPORTING = CLAUSE_VERBS | THAT_VERBS

OPINIONS = MappingProxyType(
    {form: 2.0 if verb == "doubt" else 0.2
     for verb in ("doubt", "believe", "expect", "fear", "suspect", "predict", "anticipate", "assume", "reckon")
     for form in _forms(verb)} | {"thinks": 0.2, "thought": 0.2}
)  # fmt: skip
"""Reporting verbs that are themselves a phrase of likelihood, and their strength (see `hedges`)."""

VIEWING = _set("considers considered regards regarded deems deemed sees saw rates rated views viewed puts put")
QUOTING = _set("quoted quotes quoting cited cites citing reported")
"""Verbs before a likelihood, `considers it unlikely`, and before `Low as saying`."""

PARTICIPLES = _set(
    "saying adding warning arguing noting stressing insisting predicting suggesting claiming explaining telling writing"
)
"""Reporting verbs whose subject is the sentence's."""

HONORIFICS = _set("mr mrs ms miss mx dr prof sir lady dame lord rev sheikh")

NOUN_LIKE = _set("claims estimates fears notes doubts suspects comments states thought")
"""Verbs that are nouns as often: no group is taken to be their subject (`the market fears`)."""

NO_INVERSION = _set("tell tells told say think expect argue believe warn")
"""Verbs that no speaker's name follows."""

SKIPPED = _set("also later further then now again recently repeatedly previously earlier has had have nevertheless too")
"""Words between a speaker and the verb, besides those in -ly."""

BEFORE_PASSIVE = _set("is are was were be been being am get gets got")

PREPOSITIONS = _set(
    "in of at from to with by for on near about against between than into over under after before during via like "
    "unlike inside outside through toward towards within without across among behind beyond"
)

DETERMINERS = _set("the a an his her its their our my these those some many no")

CONNECTIVES = _set("and but while as because that though although yet where when however so or whereas since whom if")

STARTERS = CONNECTIVES | PREPOSITIONS | _set(
    "still similarly meanwhile instead moreover furthermore nevertheless nonetheless indeed today yesterday tomorrow "
    "here there this these those the a an its his her their our my it they we you i he she once only even now then "
    "thus hence perhaps maybe what which who whose why how not no yes also earlier later last next both some many most "
    "several all each every another other such one two three asked speaking citing former despite amid either neither "
    "likewise conversely overall finally first second third again elsewhere separately additionally besides"
)  # fmt: skip
"""Words that are no part of a name where they begin a sentence."""

PARTICLES = _set("de da do dos das del della di du van von der den la le el al bin bint ibn ben ter ten zu y e af av")

ROLES = _set(
    "academic adviser advisor activist admiral ambassador analyst associate author banker campaigner chair chairman "
    "chairwoman chief coach columnist commander commentator consultant correspondent diplomat director doctor dean "
    "economist editor engineer envoy executive expert farmer fellow founder general geologist governor "
    "head historian hydrologist investor journalist judge lawmaker lawyer leader lecturer legislator manager mayor "
    "meteorologist minister mp negotiator officer official operator owner partner pilot planner politician pollster "
    "president premier professor prosecutor psychologist researcher scholar scientist secretary senator sociologist "
    "specialist spokesman spokesperson spokeswoman statistician strategist teacher trader treasurer trustee veteran "
    "forecaster commissioner councillor lobbyist regulator inspector ecologist demographer mediator oceanographer "
    "writer physicist virologist epidemiologist biologist chemist climatologist"
)

TITLES = ROLES | _set(
    "mr mrs ms miss mx dr prof sen rep gen col colonel lt lieutenant capt captain adm sgt major maj vice deputy prime "
    "foreign defence defense finance interior trade energy state chancellor king queen prince princess pope sir lord "
    "lady dame justice gov attorney first senior junior acting former ex-president emir sultan sheikh rev reverend "
    "father sister brother bishop archbishop cardinal rabbi imam ayatollah opposition us uk eu"
)
"""Words before a name that are no part of it."""

MEN, WOMEN = _set("mr sir lord king prince pope father brother"), _set("mrs ms miss lady dame queen princess sister")

INSTITUTIONS = _set(
    "academy administration agency airlines alliance army assembly association authority bank board bureau cabinet "
    "capital center centre chamber city coalition college commission committee community company conference "
    "congress corp corporation council country court daily department embassy federation fleet force forces forum "
    "foundation front fund government group guard herald house inc institute institution international journal kingdom "
    "kremlin laboratory league limited ltd magazine mail media ministry mission movement nation nations navy network "
    "news office organisation organization parliament partners party pentagon police post press radio republic review "
    "school senate service society state states study survey telegraph television think times tribune tv union "
    "university world fm arabia korea africa america asia europe ireland zealand guinea lanka rica salvador "
    "street kong aviv dhabi ababa aires lumpur penh sachs"
)
"""A name with one of these words in it is no person's."""

PLACES = _set("new north south east west upper lower greater central old port fort mount lake san santa los las sao")
FAMILIES = _set("kim park moon yoon lee choi xi li wang zhang chen liu zhao tsai lai hu deng mao nguyen tran pham")
"""First words of places, which are no person's; and surnames that come first."""

CALENDAR = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december christmas easter ramadan"
)

ADJUNCTS = PREPOSITIONS | _set("earlier later last this yesterday today recently when while as adding")
"""What may follow `X said` where nothing that was said follows."""
