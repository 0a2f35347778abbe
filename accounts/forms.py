"""allauth's forms as our pages show them: the label says what to write, so no placeholder repeats it."""

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms


class PlainForm:
    """Takes away placeholders, and help that the page itself gives."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainForm, forms.LoginForm):
    pass


class ChangePasswordForm(PlainForm, forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class ResetPasswordForm(PlainForm, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainForm, forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainForm, forms.ReauthenticateForm):
    pass


class ActivateForm(PlainForm, totp_forms.ActivateTOTPForm):
    pass


class CodeForm(PlainForm, mfa_forms.AuthenticateForm):
    pass


class CodeAgainForm(PlainForm, mfa_forms.ReauthenticateForm):
    pass
