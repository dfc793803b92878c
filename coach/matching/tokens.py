"""Splitting a text into words, with contractions, dialect and spelling made alike.

Begin with `tokenize`. Here too are everyday English words and names that lie within a slip of another word; none of
them is ever corrected. "Police" is no slip for "policy", nor "thing" for "think", nor is anyone's name a slip for
anything. The words have five to nine letters and such a neighbour; they come from the smaller lists of SCOWL
(copyright 2000-2011 by Kevin Atkinson, free to use, copy, change and distribute for any purpose provided that this
notice stays).
"""

import re
from typing import NamedTuple
from unicodedata import normalize

EVERYDAY_WORDS = frozenset(
    """
    aaron abide abort aborting abortion about absorbing abuse abused abuses abusing accent accents accept accepting
    accepts accessing accusing achieving activates adapt adapted adapting adapts added addicting addictive adding
    adjective admirable admitting adopt adopted adopting adopts advent adverse advert advice advisable advise advocated
    advocates aesthetic affecting affection after aided aiding aimed aiming alice alien aliens align aligning alignment
    aligns alike alison alive allan alliance allocated allocates allowable allowance along alter ambiguous ambitious
    amending among ample amuse amused amuses amusing analogue analyses analysis angel angela angels angle angles
    announce anton apathetic apologies apologise appal appalling appals appeal appealed appealing appeals appeared
    appearing appears appending apple applying arcade arcane archiving arise armed arming arose arriving ascending
    aside assert asserted asserting assertion asserts assess assessing assets assigning assistant assisting assort
    assorted assorting assorts assume assumed assumes assuming assure assured assures assuring attached attaching
    attacked attacking attendant attending authorise authority automated automates automatic awake aware backed backing
    backs baked bakes baking ballet ballot balls bands banks barked barking barks barred barrier barriers barring barry
    based bases bashed bashes bashing basing basis basses battle beach beans beard bearding beards bearing bears beast
    beasts beating beats became becky become beers began begin begun being beings bells bench bending bends better
    betting betty biased biases biasing bidding bigger bilal bills binding binds birds bites bitter black blacks blade
    blades blame blames blank blanks blast blasts bless blink bliss block blocks blown board boards boats bogus bones
    bonus books boost boots bores boring bother bothers bottle bought boxes brake brakes brands brave breach bread
    breaking breath breed brian brightest bring brings broad broke brother brothers brought brown bruce bryan bucks
    bugger bullet bunch buried burned burning burnt burst burying buses butter buying bytes cabled cabling cakes
    calculate called calling calls camps cancelled cards cared cares caring carla carol carriage carry cased cases
    casing casting castle casts casual catering cattle causal cause caused causes causing cease ceased ceases ceasing
    cells centres centring certain certainly certainty chains chair chairs chance chances change changed changes
    changing chaos chaps chapter charge charged charges charging charities charity charmed charming charms chars
    charter charts chase chased chases chasing chats cheat cheated cheating cheats check checked checking checks cheek
    chess chest chews chips choir choose chops chose chris christina christine chuck chucked chucking chucks chunk
    chunks cindy circulate cites cities claire clare clarified clarifies clarify clarity clark clash clashes class
    classes clause clauses cleaned cleaner cleanest cleaning cleanly cleans cleared clearer clearest clearing clearly
    clears click clips clock clone clones close closes clubs clues coarse coast coats coded codes coding coining colin
    collated collates collating collected college colleges combining comes comic coming commence commented committed
    commodity communism communist community companies companion compares comparing compelled compete competed competent
    competes competing compiled compilers compiles compiling complaint complete completed completes component composed
    composers composes composing composite compress comprise comprised comprises compute computed computers computes
    computing concealed conceived conceives concept concepts concerned concerns concert concerts condemned condensed
    condenses condition conducted conductor confident confined confines confining confirm conform confusing confusion
    congest congested connected connector consensus consent consented consents consisted constant constants consulted
    consumed consuming contact contacted contacts contain contained contains content contents contest context contexts
    continent continual continued continues continuum contract contracts contrast contrived contrives converse convert
    converted converts convicted convicts convinced convinces cooked cooking cooks cooled cooling cools cooperate coped
    copes copied copies coping copying corporate corrected correctly corrupted cosmic costing costs count countries
    counts coupling course court courts covered covering craig cramps crash crashed crashes crashing crass created
    creates creating creed cried cries crimes crisis crisps crops cross crossroad crossword crush crushed crushes
    crushing cured cures curing curly currency currently curry curse curtain curve curves customary customer customers
    daisy daniel danny dared dares daring darling darren dashes dated dates dating david dealing deals death deaths
    debating decade decades decay decide decided decides deciding decisions declaring declining decode decoded decodes
    decoding decreased decreases dedicate deduction deeds deems defeat defeating defeats defect defective defects
    defend defended defending defends defensive defining delay delaying deleting deletion delicate demanding demise
    denis denise dennis denote denotes depend dependant depended dependent depending depends depressed depresses
    deprive deprived deprives depriving depth depths deranging derek derive derived derives deriving deserted deserting
    deserved deserving designed designing desiring despise despite destining detaching detailing detect detecting
    detection detective detector detects device devices devise devises devote devotes diagnosis dialling dials diana
    different differing dined diner dines dining dinner directing direction directive directly director directors
    discussed discusses disguised disguises disgusted disgusts dishes dismissed dismisses distorted distract district
    disturbed dived diverting dives divide divine diving divisions doing donated donates donating donation donna dooms
    doors doubles draft dragging drags drain drank drawn draws dreaded dreading dreads dreamed dreaming dreams dressed
    dresses dressing dries drift drink dripped dripping drips drive drives driving dropped dropping drops drove drown
    drugs drums drunk drying during dying eager eater economics economies edited editing edits educating education
    edward electing election electric electron ellie ellis emily eminently empire employees employers employing
    emptying emulation emulator encoding engaging enquired enquires enquiries enquiring ensuring enter entirely
    entirety entities entitles equation ernest esther eternal ethic ethnic evidently evolution exceeding excepting
    exception excessive excited exciting excluding exclusion exclusive executing execution executive exercise exist
    existed existing exists exited exiting exits expanding expansion expect expecting expects expenses expensive expert
    experts expire expiring explained explode exploded explodes exploding exploited explore explored explores exploring
    explosion explosive export exposing extant extending extends extension extensive extent extents external extremes
    faces facts faculties faculty failed failing fails falling falls farce farmer farther farthest father faulty favour
    favouring favourite fearing feeding feeds feeling feels fellow fellows fever fewer fibres fiction fictional field
    fight filed files filing filled filling fills filmed filming films finding finds fined finer fines finger fining
    fired fires firing firms fishing fiver fixed fixes fixing fizzy flags flame flames flash flashed flashes flashing
    flavour flawed flawing flaws flesh flied flies flight flips floods floor floors flour flowed flowers flowing flown
    flows flush flushed flushes flushing flying folds folks follow follows foods fools forbidden force forced forcing
    forests forgave forget forgive forgiven forgot formation formed former forming forms forth founded founding founds
    fourth fraction fractions frame frames frances francis frank frankie freed freeing frees freezing frequency fresh
    friction fried fries frown frying functions funded funding funds further furthest fuzzy games garage garbage gates
    generated generates generator generic genetic gentleman gentlemen gerald gerard giant glass gloria glowing glows
    grabs grace grade grand grands grant grants grass grave grind grinds groan gross growing grown grows halls halted
    halting halts handed handing handled handling hands handy hanged hanging hangs hanna hannah happening happiest
    hardening hardy harry hassan hated hating hatred having headed heading heads hearing hears hearts heated heather
    heating heats helen henry hereby heresy herring hided hides hiding hills hinted hinting hints hired hires hiring
    historian hitting holds holes homes hopes horde hordes horse horses house houses hunted hunting hunts hurting hurts
    hussein hypocrisy hypocrite ibrahim identify identity illusion immensely immoral immortal impending important
    importing imposing improving imran inane incentive incidence incidents inclining including inclusion inclusive
    incoming incurring indeed indent indexed indicated indicates indicator inducing induction indulging infect infected
    infecting infection infects infer inference inferior infinite inflation influence inhabit inhabited inhabits
    inherent inherited inhibit inhibited inhibits initials inject injures injuries injuring inner inputting inquired
    inquires inquiries inquiring insane insect insects insert inserted inserting insertion inserts insisting inspect
    inspects inspiring instance insulting integrate integrity intending intensely intensity intensive intent intention
    inter interact interacts interests interface interfere interior internal internals interval intervals intervene
    invent invented inventing invention inventor invents invert inverted inverting inverts invest inviting invoking
    isaac isolating isolation jamal james jamie janet janice jason jelly jenny jerome jesse jodie jolly jonas jordan
    joyce kamal karen karim kelly kevin keywords khalid kieran kinds kings label lacked lacking lacks lager laila
    landing lands larger laser lasers lasted lasting lasts later latter laughing launch laura lauren lawyer lawyers
    layer layers laying leaded leader leading leads leaned leaning leans learned learning learns leaved leaving lending
    lends letter lewis libel liberal librarian libraries licence licences license licenses lifted lifting lifts
    lighting lightning liked likely likes liking linda lindsay lined lines lining linked linking links listed listing
    lists literal literary litter lived lively liver lives living loaded loader loading loads loans local locally
    locating locked locking locks lonely looked looking looks loops lords loses losing losses louder louise loved
    lovely lover lovers loves loving lower lowers loyal lucas lunch lying mails mains maintains maisie major maker
    makers makes making males malik march marco maria marie marina mario marker markers markets marking marlon marry
    martin marvin mason masses master masters match matter matters maureen mayor meals meaning means mechanics
    mechanism megan mended mending mends mental mentality mentally menus mercy merry messed messes messing metal meter
    meters metre metres metros michael michelle middle migrating migration miles minded minding minds mined mines
    mining minus mislead misleads misled misread misreads missed misses missing mistaken mixed mixes mixing moaning
    moans modes mohamed mohammad mohammed molecular molecules molly moments money monkey monsters month moons moral
    morality morals morning morons mortal mortality mortals motives mountains mounting mouth moves movies muddle
    muhammad multiples murdering mutter muttering mutters mysteries nadia naive naked named nancy naomi natasha nation
    nations native nearby nearly neatly necessary necessity negotiate neural neutral never newer nicholas nicola
    nicolas nigel nodes noises normally noses notes nothing notice notices noticing noting notion notions novice
    novices numeral objecting objection objective obscuring obscurity observing obsessing obsession obtaining occupying
    occurring offences offering older olivia operates operating operation operator operators optical optimal order
    oriented orienting originals originate oscar outlining overcame overcome overcomes overheads overloads overlooks
    override overrides overrode overseas overtones owing owning packed packet packets packing packs padding paged
    paging painless pains paint painted painting paints pairs palace pants parent parity parked parking parks parse
    parsed parses parsing parties parts party passed passes passing patch patel patent patient patricia patrick paula
    pauline pause paused pauses pausing payed paying peace peasant pence persecute personal peter petty phase phased
    phases phasing philip phillip phone phrase phrased phrases phrasing picked picking picks piles pills pinch pinched
    pinches pinching pints pipes pitch place placed places placing plane planes planets planned planning plans planted
    planting plants plate plates played player players playing plays pleasant pocket pockets poems poets point pointed
    pointer pointers pointing points poison police polished polishes polishing polite political polls populace populate
    ported porter porters porting portions ports posed poses posing posted poster posters posting postponed posts
    powder power practical practice practices practise practised practises praise prayed prayer prayers praying prays
    preceded precedent preceding precious precise precision preferred premise premises presence present presented
    presents preserved president pressed presses pressing presumes pretended pretty prevent prevented prevents previous
    price prices pride prime primes prince principal principle print printed printer printers printing prints prise
    prises prison priya prize prizes proceed proceeded processed processes processor produces products professor
    project projected projects promise promises promising promoted promoting promotion prompted prompting prone
    properly property proposes proposing prose prosecute protect protected protects protest prove providing proving
    provision provoking publicise publicity publicly pudding pulls punch punched punches punching punished punishes
    punishing punts purity pushing putts qualified qualifier qualifies qualify qualities quality quiet quite quotas
    quote quotes rabid raced races rachel racing racket racks radio radios radius raids rails rained raining rains
    raised raises raising ranged ranging ranks ranted ranting rants rapid rashid rated rates rating ratio ratios raved
    raves raving raymond reached reaching reacted reacting reaction reactions reader readers reading reads reasoning
    rebecca recalling receiving recent reception reckoning recording recursion recursive recycling reduction referring
    refined refines refining reflected reforming refuse refute regain regard regarding regards regions reign rejected
    rejecting rejection related relates relating relation relations relatives relaxed relaxes relaxing releasing relied
    relies relieved relieves relieving religions religious relying remain remainder remained remaining remains
    remarking reminded reminder reminding remote remove removing render renders rending rends renewing repairing repeat
    repeated repeating repent replacing replied replies replying report reported reporting reports repulsive requiring
    rereading resent reserving resets resetting residence residents resign resolving resort resorted resorting resorts
    respected responded responds response responses resting restored restoring rests resulting resuming retain retained
    retaining retains retiring retrieval retrieved retrieves returning reuse revealing revenge revenue reversing
    reviewing revising revolting reward rewards rewrite rewrites rewriting rewrote ricky ridding rides riding ringed
    ringing rises rising risking risks roads robert robin robots rocket rocks rodney roger roles rolls ronnie rooms
    roots rosie routs ruined ruining ruins rules running sacked sacks sacred sadden safely safety sailed sailing sales
    sally sample sandra sarah saves saving saying scale scaled scales scaling scare scared scares scaring scope score
    scored scores scoring scrapping scratched scratches scream screaming screams screwing sealed sealing seals seats
    secondly secretly section sects seeing seeking seeks seeming seems selecting selection selective selling sells
    sending sends sentences sentient sentiment separated separates separator sequences series serves setting settling
    sexually shade shades shake shakes shaking shall shallow shame shape shaped shapes shaping share shared shares
    sharing sharon shaun sheep sheer sheet shell shells shift shine shipped shipping ships shirt shock shocks shoes
    shone shook shoot shooting shoots shopped shopping shops short shorts shots shout shouting shouts shove showed
    shower showing shows shuts sided sides siding sight signing signs similarly simon simple simulate simulated
    simulates singing sings sinking sinks sites sitting situated situates situating situation sized sizes sizing
    sketches skill skipped skipping skips skirt skull slash slaves sleep sleeping sleeps slept slice slices slicing
    slide slides sliding slight slipped slipping slips slope slots slowed slower slowing slows small smart smash
    smashing smell smells smiled smiling smoke snack sneak sneaking sneaks sniff socialist socially socks soles solves
    songs sonia sophie sorts space spaces spare spares speak speaking speaks specially species speed speeding speeds
    spell spelling spells spelt spend spending spends spent spies spike spill spite spits spitted spitting splits
    splitting spoil spoke spool sport sports spots spotted spotting spout sprang spray spreading spring springs sprung
    squaring stability stable stacey stack stacks staff stage stages stairs stake stale stall stamp stamped stamping
    stamps stare stared stares staring stark starred starring stars start started starting startled startling starts
    starved starves starving state stated states stating station stations status stayed staying stays steal stealing
    steals steam steel steep steer stella stems stephen stepped stepping steps sterling steven stick sticks stiff still
    stimulate stirred stirring stirs stock stocks stole stone stones stopped stopping stops store stored stores stories
    storing storms strangely stranger strangest stray stream streams stretched stretches strike striking string
    stringent strings stripping strive stroke strong stronger strongest strongly struck stuart stuck stuff style
    subjected successor sudden suing suite suits summaries summarise superior supplying supposed supposing susan
    suspected suspended swallow swamp swamped swamping swamps swapped swapping swaps swearing swears sweat sweating
    sweats sweep sweeping sweeps sweet swept swing swore tables tacked tacking tackled tackling tacks tactless tails
    taken takes taking tales talked talking talks tanks tapes tariq tasks tasted tasting taxes taylor teams tears teeth
    tends tense tenth teresa terminals terminate terms terry terse tested testing tests texts thank thanking thanks
    theme themes there theresa these theses thesis thick thing things think thinking thinks thomas thorough those
    though thread threat threats three threw throat throats through throw thrust thrusting thrusts tiger tiles timed
    timer times timing tired tires tiring titles token tolerate tones topical touch tough trace traced traces tracey
    tracing track tracked tracking tracks trade traded trades trading tradition trail trailed trailing trails trained
    training trains transfer transfers transform transit transmit transport traps tread treat treats trees trend trends
    trevor trial trials tribes trick tricks tried tries trifle triple trips truck trucks trunk trunks trust trusting
    trusts trying tubes tuned tunes tuning turned turning tying types typical typing tyres unable uncertain undefined
    undergoes undergone underlain underlie underlies underline undertook unify unity unset unstable upset usable
    usually vacation vacations vague value values valve valves verses versus victor visually waded wades wading wages
    waited waiting waits waked wakes waking walked walking walks walls wander wandered wandering wanders wanted wanting
    wants warmed warming warms warned warning warns warped warping warps washed washes washing wasted wastes wasting
    watch waved waves waving wayne wendy whale whatever whenever wherever while white whites whole whose wider widest
    wills winding winds wines wings winner winning winter wiped wipes wiping wired wires wiring wiser wisest wished
    wishes wishing witch withdraw withdrew wives woken woman women wonder wondered wondering wonders woods worded
    wording words worked working works world worlds worms would wound wraps write writes writing wrote yasmin yusuf
    zainab
    """.split()
)


# --- Tokenizing

APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4\u2032\uff07"
WORD = rf"(?:[^\W_]|[\u0300-\u036f])+(?:[{APOSTROPHES}](?:[^\W_]|[\u0300-\u036f])+)*"
_WORD = re.compile(WORD)
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
"""What stands between two sentences of a short line."""
_APOSTROPHE_TABLE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))

_NEGATED_VERBS = "do did does is was are were has have had would could should must".split()
_EXPANSIONS = {
    # without an apostrophe, as phones and hurried hands leave them; "were", "well" and "ill" are words and stay
    **{f"{verb}nt": f"{verb} not" for verb in _NEGATED_VERBS},
    **{f"{who}s": f"{who} is" for who in "he she it that what where who how there here anyone everyone".split()},
    **{f"{who}ll": f"{who} will" for who in "you they it that".split()},
    **{f"{who}ve": f"{who} have" for who in "i you they we".split()},
    **{f"{who}d": f"{who} would" for who in "i you they".split()},
    "im": "i am",
    "il": "i will",
    "youre": "you are",
    "theyre": "they are",
    "lets": "let us",
    "let's": "let us",
    "cant": "can not",
    "can't": "can not",
    "cannot": "can not",
    "wont": "will not",
    "won't": "will not",
    "shan't": "shall not",
    "aint": "is not",
    "ain't": "is not",
    "d'you": "do you",
    # said as heard, and the words of home: the same reply in another dialect is the same reply
    **{f"{verb}nae": f"{verb} not" for verb in _NEGATED_VERBS},
    "dinnae": "do not",
    "cannae": "can not",
    "wisnae": "was not",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "dunno": "do not know",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "u": "you",
    "yous": "you",
    "youse": "you",
    "ur": "your",
    "yer": "your",
    "summat": "something",
    "owt": "anything",
    "nowt": "nothing",
    "naw": "no",
    "aye": "yes",
    "yeah": "yes",
    "yep": "yes",
    "yh": "yes",
    "ok": "okay",
    "mam": "mum",
    "mom": "mum",
    "color": "colour",
    "colors": "colours",
}
CONTRACTIONS = frozenset(_EXPANSIONS)
"""Words that stand for other words."""
_EXPANDED = {short: tuple(whole.split()) for short, whole in _EXPANSIONS.items()}
_CONTRACTED_ENDINGS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
_BEFORE_IS = frozenset(
    "it he she that what who where how there here this when why everyone everybody someone somebody nobody "
    "something nothing everything one".split()
)


class Token(NamedTuple):
    """A word of a text: its first character, the one past its last, and the plain word."""

    start: int
    end: int
    word: str


def expand_token(raw: str) -> tuple[str, ...]:
    """Return the plain words that a typed word stands for, such as `do`, `not` for "don't"."""
    word = raw.casefold() if raw.isascii() else normalize("NFKC", raw).casefold().translate(_APOSTROPHE_TABLE)
    whole = _EXPANDED.get(word)
    if whole is not None:
        return whole
    if word.isalnum():
        return (word,)
    word = word.translate(_APOSTROPHE_TABLE)
    if "'" not in word:
        return (word,)
    base, _, tail = word.rpartition("'")
    if tail == "t" and base.endswith("n"):
        return (base[:-1].replace("'", ""), "not")
    if tail in _CONTRACTED_ENDINGS:
        return (base.replace("'", ""), _CONTRACTED_ENDINGS[tail])
    # "it's" is "it is"; after a name it is most often a possessive, and the ending is dropped.
    if tail == "s":
        base = base.replace("'", "")
        return (base, "is") if base in _BEFORE_IS else (base,)
    return (word.replace("'", ""),)


def tokenize(text: str) -> list[str]:
    """Split a text into plain words, without their places."""
    return [word for match in _WORD.finditer(text) for word in expand_token(match[0])]
