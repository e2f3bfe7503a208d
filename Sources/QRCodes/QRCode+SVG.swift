extension QRCode {
    /// An SVG 1.1 document with the quiet zone; a module is one unit. It has no size of its own,
    /// and can stand in an HTML document as it is.
    package var svg: String {
        let side = width + 2 * Self.quietZone
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" \
            shape-rendering="crispEdges">
            <rect width="\(side)" height="\(side)" fill="#fff"/>
            <path d="\(path)" fill="#000"/>
            </svg>

            """
    }

    /// A rectangle for every run of dark modules in a row.
    private var path: String {
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let length = darkRun(column: column, row: row)
                if length > 0 {
                    path += "M\(column + Self.quietZone) \(row + Self.quietZone)"
                    path += "h\(length)v1h-\(length)z"
                }
                column += max(length, 1)
            }
        }
        return path
    }

    private func darkRun(column: Int, row: Int) -> Int {
        (column..<width).prefix { isDark(column: $0, row: row) }.count
    }
}
