"""allauth's forms as our pages show them: the label says what to write, so no placeholder repeats it."""

from typing import Any

from allauth.account import forms


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
