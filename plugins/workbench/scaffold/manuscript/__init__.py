"""A guest's file, read: `invoke new guest-post --from FILE`.

| module     | what it does                                                         |
|------------|----------------------------------------------------------------------|
| `record`   | what a guest's file says, as Markdown                                |
| `file`     | opens the file, and gives it to the reader of its kind               |
| `written`  | Markdown: its headings and pictures; the rest stays as it is         |
| `head`     | the head of Markdown: `Key: value` lines, or YAML                    |
| `page`     | HTML: the part of a page that is the text                            |
| `word`     | .docx: let in part by part, then made HTML                           |
| `tidy`     | HTML put in order, so that Markdown can say it                       |
| `notes`    | footnotes in HTML, whoever wrote them                                |
| `writer`   | HTML to the Markdown this site reads                                 |
| `pictures` | pictures inside the file or beside it, told by their bytes           |
| `text`     | bytes to characters; titles compared; words for notes                |

What is heavy is imported only here, and this only when there is a file to read.
"""
