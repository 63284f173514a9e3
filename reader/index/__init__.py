"""Stories in, and whichever of them hold some words out, with the words marked."""
