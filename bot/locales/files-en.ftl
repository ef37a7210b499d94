## files given on a press

files-here = { $count ->
    [one] Here is the file.
   *[other] Here are the files.
}
files-sent = { $count ->
    [one] The file is in our private conversation.
   *[other] The files are in our private conversation.
}
