"""`iml fetch`: official texts by their catalogue addresses, into a collection folder.

`plan` says what would come, `run` fetches it. Modules follow the way of a file: plan → web (robots, pace, retries) →
download → content and text checks → shelf (the file, `collection.toml`, `fetched.json`).
"""
