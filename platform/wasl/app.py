"""The web application, put together."""

from datetime import timedelta
from inspect import iscoroutinefunction
from pathlib import Path

from flask import Flask
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from wasl.access.entering import set_up_presence
from wasl.access.guard import check_access
from wasl.access.identity import load_signed_in
from wasl.api.v1 import blueprint as api_v1
from wasl.assets import set_up_assets
from wasl.config import Settings, load_settings, make_private_folder
from wasl.database import engine_options, prepare_engine
from wasl.errors import set_up_errors
from wasl.extensions import csrf, db, login_manager
from wasl.headers import set_up_headers
from wasl.i18n.compile import compile_catalogues
from wasl.i18n.language import set_up_languages
from wasl.jobs.wake import set_up_jobs
from wasl.keys import open_keys
from wasl.operations.breached_passwords import use_breached_file
from wasl.portals import BLUEPRINTS
from wasl.transactions import begin_request, settle
from wasl.ui.jinja import set_up_templates

_HERE = Path(__file__).parent


def shipped_folder(name: str) -> Path:
    """Find `templates` or `static`: beside the package in a wheel, two folders up in a checkout."""
    beside = _HERE / name
    return beside if beside.is_dir() else _HERE.parent.parent / name


class WebApplication(Flask):
    """Flask, with one transaction around each view."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then keep what it did, before anything is sent."""
        response = self.make_response(super().dispatch_request())
        settle(response)
        return response


def _configure(app: Flask, settings: Settings) -> None:
    prefix = "__Host-" if settings.https else ""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.signing_key(),
        SESSION_COOKIE_NAME=f"{prefix}wasl",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # The cookie goes when the browser is closed; whatever it was for ends after a working day.
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        # Tied to the session, not to the clock: a form survives a power cut.
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=settings.upload_max_mb * 1024 * 1024,
        SQLALCHEMY_ENGINES={"default": {"url": settings.url, **engine_options(settings.url)}},
    )


def _set_up_database(app: Flask) -> None:
    db.init_app(app)
    # There are no asynchronous sessions; closing none of them would start an event loop each time.
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]
    with app.app_context():
        use_breached_file(db.engine, app.config["SETTINGS"].breached_path)
        prepare_engine(db.engine, open_keys(app.config["SETTINGS"]))


def _add_demo_pages(app: Flask) -> None:
    from wasl.portals.public.demo_messages import blueprint as messages  # noqa: PLC0415
    from wasl.portals.public.gallery import blueprint as gallery  # noqa: PLC0415

    app.register_blueprint(gallery)
    app.register_blueprint(messages)


def _add_pages(app: Flask, settings: Settings) -> None:
    for blueprint in (*BLUEPRINTS, api_v1):
        app.register_blueprint(blueprint)
    if settings.demo:
        _add_demo_pages(app)
    if settings.oidc_issuer:
        from wasl.access.outside import set_up_outside_sign_in  # noqa: PLC0415
        from wasl.portals.public.outside import blueprint as outside  # noqa: PLC0415

        set_up_outside_sign_in(app, settings)
        app.register_blueprint(outside)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; the database is opened on first use and must be up to date."""
    settings = settings or load_settings()
    make_private_folder(settings.data_dir)
    app = WebApplication(
        "wasl",
        root_path=str(_HERE),
        static_folder=None,
        template_folder=str(shipped_folder("templates")),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _configure(app, settings)
    compile_catalogues()
    _set_up_database(app)
    set_up_jobs(app)
    csrf.init_app(app)
    # In this order: the write lock comes before anything is read, even the account.
    app.before_request(begin_request)
    app.before_request(check_access)
    login_manager.init_app(app)
    login_manager.user_loader(load_signed_in)
    login_manager.session_protection = None  # phones change their address all day
    set_up_presence(app)
    set_up_languages(app)
    set_up_assets(app, shipped_folder("static"))
    set_up_templates(app)
    set_up_errors(app)
    set_up_headers(app)
    _add_pages(app, settings)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
