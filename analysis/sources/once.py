"""A property that is worked out when it is first asked for, and kept."""


class once:  # noqa: N801 - a decorator
    """As functools.cached_property, without its lock, which takes longer than most of what is worked out here."""

    def __init__(self, work):
        self.work, self.__doc__ = work, work.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        # What stands under the name in the instance is found before this is called again.
        found = instance.__dict__[self.name] = self.work(instance)
        return found
