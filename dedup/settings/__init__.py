"""Every number one may turn, in one frozen object, each with its reason.

`Settings()` is the default job. A pipeline file (TOML, see
`dedup/pipeline_files.py`) sets any of it: `[sketches] bands = 32`. Stages are
handed their own part, never the whole.

To add a setting: a field in the module of its part, with its default, its
reason and its range. To add a part: a module of a frozen dataclass, and a line
in `Settings`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dedup.settings.alignments import AlignmentSettings as AlignmentSettings
from dedup.settings.boilerplate import BoilerplateSettings as BoilerplateSettings
from dedup.settings.credits import CreditSettings as CreditSettings
from dedup.settings.directions import DirectionSettings as DirectionSettings
from dedup.settings.engine import EngineSettings as EngineSettings
from dedup.settings.furniture import FurnitureSettings as FurnitureSettings
from dedup.settings.inputs import InputSettings as InputSettings
from dedup.settings.keys import KeySettings as KeySettings
from dedup.settings.pairs import PairSettings as PairSettings
from dedup.settings.provenance import ProvenanceSettings as ProvenanceSettings
from dedup.settings.relations import RelationSettings as RelationSettings
from dedup.settings.reports import ReportSettings as ReportSettings
from dedup.settings.sketches import SketchSettings as SketchSettings
from dedup.settings.state import StateSettings as StateSettings
from dedup.settings.stories import StorySettings as StorySettings


@dataclass(frozen=True)
class Settings:
    """One whole job."""

    input: InputSettings = field(default_factory=InputSettings)
    boilerplate: BoilerplateSettings = field(default_factory=BoilerplateSettings)
    furniture: FurnitureSettings = field(default_factory=FurnitureSettings)
    credits: CreditSettings = field(default_factory=CreditSettings)
    sketches: SketchSettings = field(default_factory=SketchSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    pairs: PairSettings = field(default_factory=PairSettings)
    alignments: AlignmentSettings = field(default_factory=AlignmentSettings)
    relations: RelationSettings = field(default_factory=RelationSettings)
    stories: StorySettings = field(default_factory=StorySettings)
    directions: DirectionSettings = field(default_factory=DirectionSettings)
    provenance: ProvenanceSettings = field(default_factory=ProvenanceSettings)
    reports: ReportSettings = field(default_factory=ReportSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    state: StateSettings = field(default_factory=StateSettings)
