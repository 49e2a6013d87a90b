"""Let only those in who hold a key with the right scope."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core.errors import ForbiddenError, UnauthorizedError
from app.core.operations import changing
from app.keys.keyring import find_key, is_use_noted, note_use
from app.vocab import KeyScope

bearer = HTTPBearer(
    auto_error=False, scheme_name="ApiKey", description="A key of `exokb keys create`, sent as `Authorization: Bearer`."
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


@dataclass(frozen=True)
class Caller:
    """Who sent a request, as the key tells."""

    owner: str
    key_prefix: str
    scopes: frozenset[str]

    @property
    def is_admin(self) -> bool:
        """Whether everything is allowed."""
        return KeyScope.ADMIN in self.scopes


def operations_of(request: Request) -> Engine:
    """Give the database of operations of the running application."""
    engine: Engine = request.app.state.operations()
    return engine


def open_operations_session(request: Request) -> Iterator[Session]:
    """Give a request its own session on keys and jobs."""
    with Session(operations_of(request), expire_on_commit=False) as session:
        yield session


OperationsDep = Annotated[Session, Depends(open_operations_session, scope="function", max_concurrency=4)]


def require(scope: KeyScope) -> Callable[[Request, HTTPAuthorizationCredentials | None], Caller]:
    """Make the dependency that asks for a key with a scope; `admin` has all."""

    def check(request: Request, credentials: Credentials) -> Caller:
        challenge = f'Bearer realm="ExoKB", scope="{scope.value}"'
        if credentials is None:
            detail = "This address needs a key: send `Authorization: Bearer KEY`; `exokb keys create` makes one."
            raise UnauthorizedError(detail, headers={"WWW-Authenticate": challenge})
        caller = _caller(operations_of(request), credentials.credentials)
        if caller is None:
            detail = "The key is unknown, expired or revoked."
            raise UnauthorizedError(detail, headers={"WWW-Authenticate": f'{challenge}, error="invalid_token"'})
        if scope not in caller.scopes and not caller.is_admin:
            detail = f"The key has the scopes {', '.join(sorted(caller.scopes))}; this address needs {scope.value}."
            raise ForbiddenError(detail, headers={"WWW-Authenticate": f'{challenge}, error="insufficient_scope"'})
        return caller

    return check


def _caller(operations: Engine, secret: str) -> Caller | None:
    with Session(operations, expire_on_commit=False) as session:
        key = find_key(session, secret)
        if key is None:
            return None
        caller = Caller(key.owner, key.prefix, frozenset(key.scopes))
    if not is_use_noted(key):
        with changing(operations) as session:
            note_use(session, key)
            session.commit()
    return caller
