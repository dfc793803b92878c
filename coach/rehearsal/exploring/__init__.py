"""Every way a conversation can go: each state walked from what replies could mean, without anybody typing."""
