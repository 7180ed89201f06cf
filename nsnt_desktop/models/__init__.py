"""The tables of the data file, one noun a file."""

from nsnt_desktop.models.audit import Action, AuditLine
from nsnt_desktop.models.base import Base, now
from nsnt_desktop.models.checklist import ChecklistAnswer, ChecklistQuestion
from nsnt_desktop.models.commune import Commune, LegalBasisRow
from nsnt_desktop.models.criterion import Assumption, Criterion
from nsnt_desktop.models.finding_note import FindingNote
from nsnt_desktop.models.household import Household, HouseholdRecord, NotDuplicate, search_keys, search_text
from nsnt_desktop.models.import_batch import ImportBatch, ImportLayout, ImportRowOutcome, ImportWord
from nsnt_desktop.models.main_source import MainSource
from nsnt_desktop.models.plan_work import (
    Activity,
    Difficulty,
    DocumentFile,
    DocumentSeen,
    DocumentText,
    OfficialDocument,
    PaperTemplate,
    SupervisionVisit,
)
from nsnt_desktop.models.survey_year import SurveyYear, VillageDelivery
from nsnt_desktop.models.village import Village
from nsnt_desktop.models.water_scheme import (
    Regulation,
    SchemeAnswer,
    SchemeRecord,
    SustainabilityCriterion,
    WaterScheme,
    WaterTest,
)

__all__ = [
    "Action",
    "Activity",
    "Assumption",
    "AuditLine",
    "Base",
    "ChecklistAnswer",
    "ChecklistQuestion",
    "Commune",
    "Criterion",
    "Difficulty",
    "DocumentFile",
    "DocumentSeen",
    "DocumentText",
    "FindingNote",
    "Household",
    "HouseholdRecord",
    "ImportBatch",
    "ImportLayout",
    "ImportRowOutcome",
    "ImportWord",
    "LegalBasisRow",
    "MainSource",
    "NotDuplicate",
    "OfficialDocument",
    "PaperTemplate",
    "Regulation",
    "SchemeAnswer",
    "SchemeRecord",
    "SupervisionVisit",
    "SurveyYear",
    "SustainabilityCriterion",
    "Village",
    "VillageDelivery",
    "WaterScheme",
    "WaterTest",
    "now",
    "search_keys",
    "search_text",
]
