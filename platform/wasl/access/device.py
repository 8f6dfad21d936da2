"""A browser and its system in a word each, so that somebody recognises their own sessions."""

_BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Opera Mini", "Opera Mini"),
    ("OPR/", "Opera"),
    ("UCBrowser", "UC Browser"),
    ("Edg", "Edge"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """Return for instance "Chrome, Android"; empty when nothing is recognised.

    Only these words are kept: the full text would tell devices apart, and people by them.
    """
    found = [
        next((word for mark, word in known if mark in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in found if word)
