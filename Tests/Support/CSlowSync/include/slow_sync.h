/* Makes every fsync and fdatasync of a process take KEYBOUND_SYNC_DELAY microseconds longer, as a slow disk does; for
   LD_PRELOAD. */
