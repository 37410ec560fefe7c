"""What is kept of a run while it goes on: rows, accounts, chip statistics, and where they go."""

from twin.engine.record.chips import ChipSummary
from twin.engine.record.rows import Chunk
from twin.engine.record.sink import Checkpoint, ChosenChips, Recording, Sink

__all__ = ["Checkpoint", "ChipSummary", "ChosenChips", "Chunk", "Recording", "Sink"]
