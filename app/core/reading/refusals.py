"""Whether somebody refuses to be contacted, in the forms English and Spanish have for it.

Lists of exact phrases miss forms of a verb ("dejad", "dejen"), "us" for "me", "again", or a word in
between. Here the parts of a refusal are named and the gaps between them are free. What looks like a
refusal is held until a person has read it, so a form is taken where only few of its uses are none;
what only holds the word ("stop by", "do not hesitate to call me") is left out by name.

All patterns are matched against folded text (see app.core.folded): small letters, no accents and no
punctuation, so that "don't" reads "don t".
"""

import re

# Up to so many words of whatever kind, each with its blank.
_UP_TO_1, _UP_TO_3, _UP_TO_4 = (rf"(?:\w+ ){{0,{n}}}?" for n in (1, 3, 4))

# English

_NEVER = r"(?:do not|don t|dont|never|not to|no longer|please not|must not|may not|shall not)"
# "Do not hesitate to call me" asks for a call.
_WELCOME = (
    r"(?!(?:\w+ ){0,2}(?:hesitate|forget|fail|mind|worry|afraid|wait|delay|miss|understand)\b)"
)
_REACH = (
    r"(?:call|phone|ring|dial|text|sms|e ?mail|mail|message|msg|whatsapp|contact|write|send|ping"
    r"|disturb|bother|spam|harass|pester|solicit|approach|reach out|get in touch|communicate)"
)
_REACHING = (
    r"(?:calling|phoning|ringing|texting|e ?mailing|mailing|messaging|contacting|writing|sending"
    r"|spamming|harassing|pestering|bothering|disturbing|pinging|bugging|annoying|hassling"
    r"|hounding|chasing|nagging)"
)
_REACHED = (
    r"(?:contacted|called|phoned|rung|texted|e ?mailed|messaged|written to|disturbed|bothered)"
)
_POST = (
    r"(?:calls|texts|sms|e ?mails|mails|messages|msgs|whatsapps|letters|newsletters?|spam"
    r"|advertising|ads|marketing|offers|communications?|contact)"
)
_ME = r"(?:me|us|my|our|this|these|here|anyone|anybody)"
_AGAIN = r"(?:again|any ?more|ever|further)"
_WANT = r"(?:want|wish|like|care|consent|agree|authori[sz]e|accept|permit|allow|subscribe|sign)"
_MINE = (
    r"(?:name|number|numbers|phone|mobile|e ?mail|mail|address|data|details|info|information"
    r"|contact|record|records|account|profile|company|entry)"
)
_ENGLISH = (
    # Never call me again; I asked you not to call me; don't ever contact us
    (
        rf"(?<!why )(?<!if you )(?<!unless you ){_NEVER} {_WELCOME}{_UP_TO_3}{_REACH} {_UP_TO_1}"
        rf"(?:{_ME}|{_AGAIN})"
    ),
    rf"{_NEVER} {_WELCOME}{_UP_TO_1}{_REACH}$",
    (
        r"^(?:please )?(?:do not|don t|dont|no) (?:contact|call|calls|disturb|solicit\w*"
        r"|e ?mails?|texts?)\b"
    ),
    (
        rf"\b(?:stop|quit|cease|refrain from|desist from|enough of|enough with"
        rf"|keep from) {_UP_TO_3}"
        rf"(?:{_REACHING}|{_POST})"
    ),
    (
        rf"\b(?:no more|no further|not any more|not another|enough) {_UP_TO_1}(?:{_POST}|call"
        rf"|text|e ?mail|message)"
    ),
    (
        rf"{_NEVER} {_UP_TO_1}{_WANT} {_UP_TO_4}"
        rf"(?:{_REACHED}|receiv\w+|hear(?:ing)? from|{_POST}|you to (?:call|contact|write))"
    ),
    rf"\b(?:would|d) (?:rather|prefer) (?:you )?not (?:to )?(?:be )?(?:{_REACHED}|{_REACH})",
    rf"\bwish not to be {_REACHED}",
    (
        rf"\b(?:remove|delete|erase|delist|unlist|strike|scrub|wipe|withdraw) (?:me|us"
        rf"|(?:my|our|this|these|all my)"
        rf" (?:\w+ )?{_MINE})\b"
    ),
    r"\b(?:take|get|cross|keep) (?:me|us|(?:my|our|this) (?:\w+ )?\w+) off\b",
    (
        r"\bno more of (?:this|these|that|those)\b"
        r"|\b(?:want|get (?:me|us)) out of (?:this|the|your) (?:\w+ ){0,2}"
        r"(?:list|mailing|mailings|database|newsletter|system)\b"
    ),
    r"\bopt(?:ing|ed)? (?:(?:me|us|my \w+) )?out\b|\boptout\b",
    r"\bunsub\b|\buns(?:u|ub)[sb]?cri\w+|\bun subscri\w+",
    (
        r"\b(?:delete|erase|remove|destroy) (?:\w+ ){0,3}(?:data|information|details|records)"
        r" (?:\w+ ){0,2}(?:about|on|of) (?:me|us)\b"
    ),
    r"\bdo not (?:call|contact|mail) (?:list|register|registry)|\bdnc\b",
    (
        r"\b(?:revoke|revoking|withdraw|withdrawing|rescind|retract)\w* (?:my|our|any|all) "
        r"(?:\w+ )?(?:consent|permission|authori[sz]ation|approval)"
    ),
    (
        r"\bright to (?:erasure|object|be forgotten)|\bobject to (?:the |any "
        r"|your )?(?:processing|use)"
    ),
    (
        r"\bcease and desist|\bleave (?:me|us) alone|\blose (?:my|our|this) number|\bget lost\b"
        r"|\bgo away\b|\b(?:fuck|piss|bugger) off\b|\bforget (?:my|our|this) number"
    ),
    r"\bnever (?:agreed|consented|signed up|subscribed|opted in)\b",
    (
        r"\bnever gave (?:you )?(?:my |any )?(?:consent|permission)"
        r"|\bhow did you get my (?:number|e ?mail)"
    ),
    r"\b(?:report|sue|block)(?:ing|ed)? (?:you|this number)\b|\bharass(?:ing|ment)\b",
    (
        r"\b(?:not|no longer) (?:\w+ )?(?:to be |be |being )(?:contacted|called|emailed"
        r"|texted|messaged)\b"
    ),
)

# Spanish

_LLAMAR = (
    r"(?:llame|llames|llamen|llameis|llamar|contacte|contactes|contacten|contacteis|contactar"
    r"|escriba|escribas|escriban|escribais|escribir|envie|envies|envien|envieis|enviar|mande"
    r"|mandes|manden|mandeis|mandar|moleste|molestes|molesten|molesteis|molestar|insista|insistas"
    r"|insistan|insistais|insistir|telefonee|telefoneen|telefonear|comunique|comuniquen|busque"
    r"|busquen|incluya|incluyan)"
)
_ME_ES = r"(?:me|nos)"
_TO_ME = rf"{_LLAMAR}(?:me|nos|le|les)?"
_CORREO = (
    r"(?:correos?|emails?|mails?|mensajes?|llamadas?|sms|whatsapps?|publicidad|spam"
    r"|comunicaci\w+|ofertas|newsletters?|informacion)"
)
_STOP_ES = (
    r"(?:deja|deje|dejen|dejad|dejes|dejeis|para|pare|paren|parad|cesa|cese|cesen|cesad|basta)"
)
_ERASE_ES = (
    r"(?:borr(?:a|e|en|ad|ar)|elimin(?:a|e|en|ad|ar)|suprim(?:a|e|an|id|ir)|anul(?:a|e|en|ad)"
    r"|tach(?:a|e|en|ad)|desapunt(?:a|e|en|ad))"
)
_TAKE_ES = r"(?:quit(?:a|e|en|ad|ar)|sac(?:a|ad|ar)|saqu(?:e|en)|retir(?:a|e|en|ad|ar))"
_MINE_ES = r"(?:datos|numero|telefono|movil|correo|email|mail|nombre|contacto|informacion|cuenta)"
_SPANISH = (
    (
        rf"\b(?:no|nunca|jamas|ni) (?!dud|olvid|tard|esper|import){_UP_TO_3}{_ME_ES} {_UP_TO_1}"
        rf"(?:a )?{_LLAMAR}\b"
    ),
    (
        rf"\bno (?:quier\w+|dese\w+) que {_UP_TO_1}{_ME_ES} {_UP_TO_3}"
        r"(?:llam|escrib|contact|mand|envi|molest|busc)\w+"
    ),
    (
        r"\bno (?:autoriz|consient|doy (?:mi )?(?:permiso|consentimiento))\w* (?:\w+ ){0,4}"
        r"(?:uso|tratamiento|cesion)\b"
    ),
    rf"\b(?:no|nunca|jamas) (?:vuelv\w+|sig(?:a|an|as|ais)|sigui\w+|se) {_UP_TO_1}{_TO_ME}\b",
    (
        rf"\b(?:no|nunca|jamas) {_LLAMAR} (?:nunca |ya )?mas\b"
        r"(?! (?:tarde|adelante|pronto|temprano))"
    ),
    r"^(?:por favor )?no (?:llamar|contactar|molestar|escribir|enviar|insist\w+)\b",
    (
        rf"\bno (?:quier\w+|dese\w+|autoriz\w+|consient\w+|permit\w+|acept\w+|deb\w+) {_UP_TO_4}"
        rf"(?:{_TO_ME}|recib\w+|contactad\w+|{_CORREO}|saber (?:nada|mas))\b"
    ),
    (
        rf"\b{_STOP_ES}(?: ya)? (?:de|con) {_UP_TO_1}"
        rf"(?:llam\w+|escrib\w+|envi\w+|mand\w+|contact\w+|molest\w+|insist\w+|{_CORREO})"
    ),
    (
        rf"\bbasta (?:ya )?(?:de )?{_CORREO}|\b(?:ni una|ni un|no mas|ninguna"
        rf"|ningun) {_UP_TO_1}{_CORREO}"
        r"(?: mas)?"
    ),
    rf"\b{_ERASE_ES}(?:me|nos)\b|\b{_TAKE_ES}(?:me|nos) (?:ya )?de\b",
    rf"\b(?:{_ERASE_ES}|{_TAKE_ES}) (?:\w+ )?(?:mis?|nuestros?|nuestras?|este|estos) {_MINE_ES}\b",
    r"\b(?:dar|de|den|dad|da)(?:me|nos|le|les)? (?:me |nos )?de baja\b",
    r"\bque (?:me|nos) (?:borr\w+|elimin\w+|saquen|saqueis|dej\w+ (?:en paz|tranquil\w+))",
    (
        r"\bcausar baja|\b(?:la|mi|una) baja (?:de|en) (?:la |su |tu |vuestra )?(?:lista|newsletter"
        r"|suscripcion)|\bdesuscrib\w+|\bdesapunt\w+"
    ),
    (
        r"\b(?:dejenme|dejadme|dejame|dejeme|dejennos|dejadnos|dejanos) (?:en paz"
        r"|tranquil\w+)|\bno molest\w+$"
    ),
    r"\bderecho (?:de |al? |a la )(?:supresion|olvido|oposicion|cancelacion)|\bderechos arco\b",
    (
        r"\b(?:retir|revoc)\w+ (?:mi|el|nuestro) (?:\w+ )?consentimiento|\bme opongo\b"
        r"|\bnos oponemos\b"
    ),
    r"\blista robinson\b|\boponer(?:me|nos)? al (?:tratamiento|uso)",
    (
        r"\b(?:denunciar|denunciare|denuncia|denunciamos"
        r"|(?:os|los|les|las|lo|la|le|te) denuncio)\b|\bacos(?:o|ando)\b"
    ),
    (
        r"\bno he dado (?:mi |ningun )?(?:permiso|consentimiento)|\bolvid(?:en|a|e|ad)(?:se"
        r"|os|te)? de (?:mi|nosotros)\b"
    ),
)

_FORMS = tuple(re.compile(form) for form in (*_ENGLISH, *_SPANISH))


def looks_like_refusal(said: str) -> bool:
    """Whether a folded text has one of the forms of a refusal."""
    return any(form.search(said) for form in _FORMS)
