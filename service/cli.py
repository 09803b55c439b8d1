"""The command line `synaq`."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Synaq, the testing service.")
