"""Answers, with Duplicity's own code, which paths a list of conditions selects.

Each line of the input is a case: the root, "copy" or "keep" for symbolic links, then option and value in turns, separated by
US. Each line of the output is, separated by RS, what Duplicity selects and what it would select if it did not forget
that no condition matched a file; or "!" and the exit code.
"""
import sys

from duplicity import config, log, path, selection

US, RS = "\x1f", "\x1e"


class Mended(selection.Select):
    """The manual: a file that no condition matches is included."""

    def Select(self, path):
        result = super().Select(path)
        if result == 2 and not path.isdir() and all(f(path) not in (0, 1) for f in self.selection_functions):
            return 1
        return result


def selected(kind, root, conditions):
    select = kind(path.Path(path.Path(root).get_canonical()))
    lists = [open(value, encoding="utf-8") for option, value in conditions if "filelist" in option]
    select.ParseArgs([(o, int(v) if o == "--exclude-older-than" else v) for o, v in conditions], lists)
    return US.join(b"/".join(p.index).decode("utf-8") for p in select.set_iter() if p.index)


log.setup()
log.setverbosity(0)
log.Log = lambda *args, **kwargs: None
sys.stderr = open("/dev/null", "w")
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    root, links, *words = line.rstrip("\n").split(US)
    conditions = list(zip(words[0::2], words[1::2]))
    config.copy_links = links == "copy"
    config.null_separator = False
    try:
        print(selected(selection.Select, root, conditions) + RS + selected(Mended, root, conditions))
    except SystemExit as e:
        print("!" + str(e.code))
