"""Flask extensions, made here and bound to an application in `app.py`."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

db = SQLAlchemy()
babel = Babel()
login_manager = LoginManager()
csrf = CSRFProtect()
