"""Appraisals as a team works on them.

In:    nothing.
Out:   Appraisal, Revision, Opinion, Scenario.
Never: a saved state lost: every change leaves the one before it as a Revision; what is sealed
       stays as it is.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from mutuality.web.tenancy import Scoped


class Appraisal(models.Model):
    """One case. `document` is the case as plain data, in the schema of `docs/reference/case.md`;
    while it is being written it may lack parts that `parse_case` asks for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="appraisals")
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=10, blank=True)
    document = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    progress = models.JSONField(default=dict)
    first_pass = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sealed = models.ForeignKey(
        "appraisals.Scenario", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    objects: Any = Scoped()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_sealed(self) -> bool:
        """Whether nothing in it changes any more."""
        return self.sealed_at is not None


class Revision(models.Model):
    """The document as it was at one version, with who saved it and what they changed."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    section = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "version"], name="one_revision_a_version")
        ]


class Opinion(models.Model):
    """What one person thinks: scores of options, and weights of criteria, in one stakeholder group.

    Given by a member of the team or by whoever holds a scoring link. `name` is as they wish to be
    shown, and may be empty. `scores` maps option to criterion to low, likely, high and reason;
    `swings` maps a criterion to a swing from 0 to 100.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="opinions")
    group = models.CharField(max_length=60)
    name = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    link = models.ForeignKey(
        "accounts.Link", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=64, blank=True)
    """Hash of the secret by which whoever came by a link finds their own answer again."""
    scores = models.JSONField(default=dict)
    swings = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["group", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "person", "group"],
                condition=models.Q(person__isnull=False),
                name="one_opinion_a_person_and_group",
            )
        ]


class Scenario(models.Model):
    """A version of the case that was appraised: what went in, and what came out. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="scenarios")
    title = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    author = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    document = models.JSONField()
    opinions = models.JSONField(default=list)
    """The opinions as they were when it was appraised, for the page that shows who disagrees."""
    inputs_hash = models.CharField(max_length=64)
    model_version = models.CharField(max_length=40)
    result = models.JSONField(default=dict)
    """`Appraisal.as_dict()` of the room: the JSON of CONTRACT.md."""
    differences = models.JSONField(default=list)
    seal = models.CharField(max_length=64, blank=True)
    """The seal of the appraisal: what a ballot names and a paper prints."""
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at"]
