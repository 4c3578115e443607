"""What holds for every test."""

from hypothesis import HealthCheck, settings

# A deadline measures the machine, and the first example loads the vocabulary: tests here say what is right, not how
# fast it comes.
settings.register_profile("onrecord", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("onrecord")
