"""Charts as geometry: numbers and words in, what the templates draw out.

A plot is as wide as the page lets it be, while its letters keep their size: lines are drawn in
`scale.PARTS` and stretched, words stand at percentages. The templates are in
`templates/milestones/chart/`; nothing is computed there.

| module       | what it gives                                                       |
|--------------|---------------------------------------------------------------------|
| `line_chart` | the count, the plan, the projection                                 |
| `week_chart` | what each week brought, and what was published in it                |
| `badge`      | a small picture of a number, for other sites                        |
| `axes`       | what stands left of a plot and below it                             |
| `scale`      | where values and days are, and which are named                      |
| `curve`      | polylines: cut to the days shown, thinned, written as path data     |
| `labels`     | words in a plot, none over another                                  |
| `text`       | how wide words are                                                  |
"""
