"""What a class handed in, however it was collected: folders, flat files, downloads of a learning platform, a roster."""
