"""Texts that a tokenizer may read otherwise than another: blanks, ligatures, scripts, signs."""

from __future__ import annotations

LONG = (
    "Der Stadtrat hat am Montag nach langer Debatte beschlossen, die alte Brücke zu erneuern. "
    "Die Kosten trägt zur Hälfte das Land. Anwohner fürchten Lärm und Umwege. "
)
TEXTS = [
    "Wer hat das Abkommen unterzeichnet?",
    "Die Fähre legte um 9:51 Uhr ab – 1.204 Fahrgäste, 3,5 Mio. Euro Schaden, § 4 Abs. 2.",
    "Straßenbahn\tund\u00a0Bus\u2009fahren\r\nheute   nicht.",
    LONG * 3,
    LONG * 11,  # about as much as one window takes
    LONG * 40,  # several windows
    "Who signed the treaty, and why did it take them so long?",
    "  leading and   trailing blanks  ",
    "The ﬁrst oﬃce was ﬂooded in №\u00a05, at ½ past ten; H₂O rose by 10² cm.",
    "Ｆｕｌｌ－ｗｉｄｔｈ ｌｅｔｔｅｒｓ １２３",
    "We won 🎉🙂 the cup 🏆!",
    "An https://example.org/a?b=c&d=%20e address, an e-mail to jane.doe@example.org, C++ and C#.",
    "Qui a signé l’accord ? Les négociateurs se sont tus jusqu’à l’aube.",
    "L’œuvre du cœur : « là-bas », dit-il, çà et là — naïveté, Noël, Zoé.",
    "Кто подписал соглашение? Переговоры длились до рассвета.",
    "Ёлка, щётка и объявление на подъезде № 7.",
    "谁签署了协议？谈判一直持续到黎明。",
    "東京タワーの高さは３３３メートルです。",
    "الاتفاق وُقّع في الفجر بعد ١٢ ساعة.",
    "zero\u200bwidth\u200d joiners, soft\u00adhyphens and a \u0007bell",
]
