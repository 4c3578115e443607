"""Django's settings for the desk. What whoever runs it may set: :mod:`onrecord.desk.configuration`."""

import os

from csp.constants import NONE, SELF

from onrecord.desk.configuration import read
from onrecord.desk.places import databases

CONFIGURATION = read(os.environ)

HERE = os.path.dirname(__file__)
DEBUG = False
SECRET_KEY = CONFIGURATION.secret
ALLOWED_HOSTS = list(CONFIGURATION.hosts)
DATABASES = databases(CONFIGURATION.at)
DATABASE_ROUTERS = ["onrecord.desk.places.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "onrecord.ledger",
    "onrecord.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "onrecord.desk.assets.FilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onrecord.desk.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "onrecord.desk.sessions.SessionsMiddleware",
    "onrecord.desk.access.AccessMiddleware",
    "onrecord.desk.signing.SecondFactorMiddleware",
    "onrecord.desk.care.CareMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "onrecord.desk.urls"
ASGI_APPLICATION = "onrecord.desk.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                # The desk's own pages come before those that allauth brings.
                (
                    "django.template.loaders.cached.Loader",
                    [
                        (
                            "django.template.loaders.filesystem.Loader",
                            [os.path.join(os.path.dirname(__file__), "templates")],
                        ),
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "onrecord.desk.access.about",
                "onrecord.desk.care.about",
                "onrecord.desk.signing.second_factor",
            ],
        },
    }
]

# Who signs in.
AUTH_USER_MODEL = "desk.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "onrecord.desk.hashing.Scrypt",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # NIST SP 800-63B and ASVS 2.1: length counts; no rules about kinds of characters.
    {"NAME": "onrecord.desk.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox"
ACCOUNT_ADAPTER = "onrecord.desk.signing.Adapter"
SOCIALACCOUNT_ADAPTER = "onrecord.desk.signing.SocialAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds for which a sign-in counts as fresh for privileged acts
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after SESSION_COOKIE_AGE
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "onrecord"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # browsers themselves allow it on loopback alone
USERSESSIONS_TRACK_ACTIVITY = True
AXES_FAILURE_LIMIT = 5  # wrong passwords in a row, of one name from one address
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "onrecord.desk.signing.locked"
AXES_DISABLE_ACCESS_LOG = True  # who signed in from where is kept with the session, and ends with it
AXES_CLIENT_IP_CALLABLE = "onrecord.desk.guarding.address"
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIGURATION.proxies
# What is counted against guessing is counted for all processes together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "desk_cache"}}
AXES_VERBOSE = False
# Codes of a second factor: fewer than 100 an hour (ASVS 2.2.1). Passwords are counted by axes before.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,8/300s/key"}

# What the browser is told. Nothing is loaded from elsewhere, and no script or style stands in a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "onrecord.desk.stored"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if CONFIGURATION.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in CONFIGURATION.hosts]
DESK_LARGEST_REQUEST = 256 << 20  # bytes; four of the largest inputs that are read, or a folder of some thousand pages
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FILES = None  # the handler below takes as many as it may, and says how many it left
FILE_UPLOAD_HANDLERS = ["onrecord.desk.uploads.Handler"]

# What readers see.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("uk", "Українська"),
]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["onrecord.desk.formats"]
TIME_ZONE = "UTC"
LOCALE_PATHS = [os.path.join(HERE, "locale")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing that is sent in becomes a file
    "staticfiles": {"BACKEND": "onrecord.desk.assets.HashedStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = False
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "onrecord.desk.assets.LeafletFinder",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING_CONFIG = None

if CONFIGURATION.issuer is not None:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": CONFIGURATION.issuer.name,
                    "client_id": CONFIGURATION.issuer.client,
                    "secret": CONFIGURATION.issuer.secret,
                    "settings": {"server_url": CONFIGURATION.issuer.address},
                }
            ]
        }
    }
