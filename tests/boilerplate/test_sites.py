"""What a site says to those who use it is no story: accounts, forms, the weather, its errors."""

import pytest

from dedup.boilerplate import cuts_of
from dedup.boilerplate.rules import load
from dedup.spans import story_text

STORY = (
    (
        "The council of the harbour town voted on Monday to rebuild the old pier, which a storm "
        "tore away last winter, and to pay for it with a levy on cruise ships."
    ),
    (
        "Winds of 90 mph had torn at the town for two nights, and the low of the week, 12 degrees, "
        "came on the third, when the harbour froze."
    ),
    (
        "“If you don't have an account at the bank, you have no vote in the matter,” said the "
        "treasurer, whose password had been stolen in March."
    ),
)


def kept(*lines: str) -> str:
    text = "\n".join(lines)
    cuts = cuts_of(text, None, None, load())
    return story_text(text, [(one.start, one.stop) for one in cuts])


@pytest.mark.parametrize(
    "line",
    [
        "Don't have an account? Sign Up Today",
        "Thanks for being a subscriber.",
        "We have sent a confirmation email to you. Click on the link to activate your account.",
        "Passwort vergessen?",
        "Mot de passe oublié ?",
        "¿Olvidaste tu contraseña?",
        "Забыли пароль?",
        "Your comment has been submitted.",
        "A link has been sent to your friend's email address.",
        "FacebookEmail Twitter Google+ LinkedIn Pinterest",
        "Partly cloudy skies with a few showers later on. Low 48F. Winds SSW at 5 to 10 mph.",
        "Sunny. High 31C. Winds light and variable.",
        "Humidity: 45%",
        "Sunrise: 5:41 AM",
        "Something went wrong",
        "Votre navigateur n'est plus pris en charge.",
        "Apache/2.4.6 (Unix) Server at www.harbour-times.example Port 80",
        "Your browser is out of date. Please update it to see this page.",
        "Seite nicht gefunden",
    ],
)
def test_goes(line: str) -> None:
    left = kept(STORY[0], STORY[1], line, STORY[2])
    assert line not in left
    assert all(part in left for part in STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Highs will be near 80 on Friday, the weather service said, with winds from the south.",
        "Your subscription pays for the pier, the council tells visitors of the new museum.",
        "The page she was looking for had been torn out of the parish register in 1911.",
        "An error occurred in the counting of the votes for the pier, officials said on Monday.",
        "Something went wrong with the crane's second motor, the builders of the pier said.",
        "Two-factor authentication is what the bank now asks of everyone who pays the levy.",
        "Current subscribers of the museum keep their seats, its director wrote to the council.",
        "The two names of the pier are registered trademarks of rival hotels, the court found.",
        "The judge let the council keep access to this content out of the hands of the hotels.",
        "Votre navigateur garde la trace de vos visites, dit le professeur de droit de la ville.",
        "Pressure: a family affair",
        "Access to the site was denied to the reporters, who waited at the gate until noon.",
    ],
)
def test_stays(line: str) -> None:
    assert line in kept(STORY[0], line, STORY[1], STORY[2])
