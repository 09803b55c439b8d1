"""The process that looks at a file from an unknown hand: the file comes in, a word goes out."""

import resource
import sys
from typing import Final

from service.personal_files.content import SECONDS, MediaType, Unsound

MEMORY: Final = 1024**3


def main() -> None:
    """Read the file from the standard input, write the word."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        answer = _look(content)
    except (MemoryError, RecursionError):
        answer = Unsound.BOMB
    sys.stdout.write(answer)


def _look(content: bytes) -> MediaType | Unsound:
    # each kind's reader takes a while to load: only the one that is needed
    if content.startswith(b"%PDF-"):
        from service.personal_files.pdf_content import pdf_fault

        return pdf_fault(content) or MediaType.PDF
    from service.personal_files.picture_content import picture_fault

    kind = MediaType.JPEG if content.startswith(b"\xff\xd8") else MediaType.PNG
    return picture_fault(content, kind) or kind


if __name__ == "__main__":
    main()
