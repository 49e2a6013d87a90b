"""What a question of synthesis means: its filters, its dimensions, and the addresses that lead on."""
