"""What secretariat and member do around a roundtable, page by page, for the browser's walk."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from wasl.clock import today_in_baghdad

COMPANY, LOGIN, PASSWORD = "ورشة شط البصرة", "boats@shatt.example", "boats on the river"
SERIES, MEETING, POINT = "Basra roundtable", "Boats and work in Basra", "Places for boat builders"
ASKED = "Boat builders have come home to Basra, and nobody has a place for them."
PROMISE, TRADE, TRADE_GROUP = "Twenty places for boat builders in Basra", "صانع قوارب", "7115"
PRIORITY = "3"  # work and enterprise
ACTION_NUMBER, ACTION = "3.9", "Boat yards take people on again"


def press(page: Page, name: str) -> None:
    """Press the first button of a name."""
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    """Follow the first link of a name."""
    page.get_by_role("link", name=name, exact=True).first.click()


def sign_in(page: Page) -> None:
    """The workshop's owner signs in."""
    page.goto("/sign-in")
    page.get_by_label("E-mail or phone").fill(LOGIN)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    expect(page.locator(".whoami")).to_contain_text("Salim")


def go_to_meeting(page: Page, part: str) -> None:
    """Go to one of the pages of the meeting."""
    page.goto("/roundtable/meetings")
    page.get_by_role("link", name=MEETING).click()
    follow(page, part)


def call(page: Page) -> None:
    """Plan a roundtable, put the point on its agenda, invite the workshop."""
    page.goto("/roundtable/series/new")
    page.get_by_label("Roundtable").check()
    page.get_by_label("Name", exact=True).fill(SERIES)
    press(page, "Go on to its first meeting")
    page.get_by_label("Title").fill(MEETING)
    page.get_by_label("Day", exact=True).fill(today_in_baghdad().isoformat())
    page.get_by_label("Governorate").select_option("IQ-BA")
    press(page, "Plan it")
    follow(page, "Agenda and minutes")
    page.get_by_label("What it is about").fill(POINT)
    press(page, "Put it on the agenda")
    expect(page.locator("main")).to_contain_text(POINT)
    follow(page, "Members")
    page.get_by_label("Name of an organisation").fill(COMPANY)
    press(page, "Search")
    page.get_by_label(COMPANY).check()
    press(page, "Add what is ticked")
    press(page, "Send the invitations")
    expect(page.locator("main")).to_contain_text("Invitations are out")


def ask_for_it(page: Page) -> None:
    """Ask the workshop for places before the meeting, and send it."""
    go_to_meeting(page, "Asks")
    follow(page, "Ask for something else")
    page.get_by_label("Member").select_option(label=COMPANY)
    page.get_by_label("What", exact=True).select_option("job")
    page.get_by_label("Occupation").select_option(TRADE_GROUP)
    page.get_by_label("Governorate").select_option("IQ-BA")
    page.get_by_label("How many").fill("20")
    page.get_by_label("In your words").fill(ASKED)
    press(page, "Add it")
    press(page, "Send one ask")
    expect(page.locator("main")).to_contain_text("One ask is sent.")


def say_who_comes(page: Page) -> None:
    """The owner reads what is asked for, and says that somebody comes."""
    page.goto("/employer/roundtables")
    page.get_by_role("link", name=MEETING).click()
    expect(page.locator("#asks, [aria-labelledby=asks]").first).to_contain_text(ASKED)
    page.get_by_label("Coming", exact=True).check()
    press(page, "Send the answer")
    expect(page.locator("main")).to_contain_text("Coming")


def hold(page: Page) -> None:
    """Note that the meeting was held, and what was said at its point."""
    page.goto("/roundtable/meetings")
    page.get_by_role("link", name=MEETING).click()
    press(page, "It was held")
    follow(page, "Agenda and minutes")
    page.get_by_role("link", name=POINT).first.click()
    said = "The workshop trains and keeps boat builders."
    page.get_by_role("textbox", name="What was said").fill(said)
    press(page, "Save the minutes")


def write_down(page: Page) -> None:
    """Note that what was asked for was promised, and write the commitment down from it."""
    go_to_meeting(page, "Asks")
    follow(page, "Note the answer")
    page.get_by_label("What they said").fill("Yes, from this month on")
    press(page, "It was promised")
    follow(page, "Write down the commitment")
    expect(page.get_by_label("Who promised it").locator("option:checked")).to_contain_text(COMPANY)
    expect(page.get_by_label("Kind")).to_have_value("job")
    expect(page.get_by_label("How many")).to_have_value("20")
    expect(page.get_by_label("Governorate")).to_have_value("IQ-BA")
    page.get_by_label("Point of an agenda").select_option(label=POINT)
    page.get_by_label("What was promised").fill(PROMISE)
    page.get_by_label("Trade or job").fill(TRADE)
    page.get_by_label("National priority").select_option(PRIORITY)
    page.get_by_label("Deadline").fill((today_in_baghdad() + timedelta(days=200)).isoformat())
    press(page, "Write it down")
    expect(page.locator("main")).to_contain_text("Nothing offered yet")


def post_for_it(page: Page, places: int) -> None:
    """The owner makes a posting of a part of the promise; only its words are left to write."""
    page.goto("/employer/commitments")
    page.get_by_role("link", name="Job: 20 places").first.click()
    press(page, "Begin the posting")
    expect(page.get_by_label("Places", exact=True)).to_have_value("20")
    page.get_by_label("Places", exact=True).fill(str(places))
    page.get_by_label("Description").fill("بناء القوارب الخشبية وتصليحها")
    press(page, "Save and go on")
    follow(page, "Check and publish")
    press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published")


def publish(page: Page) -> None:
    """Let the members read the minutes."""
    go_to_meeting(page, "Agenda and minutes")
    follow(page, "Read and print the minutes")
    press(page, "Publish the minutes")


def plan_it(page: Page) -> None:
    """Add an action to the national plan, and tie the commitment to it."""
    page.goto("/roundtable/plan")
    follow(page, "Add an action")
    page.get_by_label("Number").fill(ACTION_NUMBER)
    page.get_by_label("Priority").select_option(PRIORITY)
    page.get_by_label("Action, in English").fill(ACTION)
    press(page, "Save")
    page.get_by_text("Link what is done for it").click()
    choice = page.get_by_label("What is done for it").locator("option", has_text=PROMISE)
    page.get_by_label("What is done for it").select_option(choice.get_attribute("value"))
    press(page, "Link")
    expect(page.get_by_role("link", name=PROMISE)).to_be_visible()


def write_file(page: Page, until: str) -> None:
    """Write the file on the action for the six months that end on a day, and issue it."""
    follow(page, "Write the action file")
    page.locator(f"input[name=half][value='{until}']").check()
    page.get_by_label("Language of the file").select_option("en")
    press(page, "Write it from records")
    press(page, "Issue this version")
    expect(page.locator("main")).to_contain_text("Issued")
