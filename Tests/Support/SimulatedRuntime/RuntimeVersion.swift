/// The versions of run-times whose pages are replayed, as public programs that read them show them.
package enum RuntimeVersion: CaseIterable, Sendable {
    /// Pages without parameters; names and numbers without quotes; the page of keys does not say where they
    /// are.
    case old
    /// HTML with quotes of its own inside values.
    case middle
    /// Pages only with parameters.
    case new

    /// The answer to the path, if the version knows it.
    func page(_ path: String, _ rows: [SimulatedRow]) -> (status: String, body: String) {
        let parts = path.split(separator: "?", maxSplits: 1)
        let isWhole = parts.count == 2 && parts[1].contains("vendorid=0&")
        switch (self, parts[0]) {
        case (.old, "/_int_/tab_dev.html") where !isWhole, (.middle, "/_int_/tab_dev.html"),
            (.new, "/_int_/tab_dev.html") where isWhole:
            return ("200 OK", devices(rows))
        case (.old, "/_int_/tab_feat.html") where !isWhole, (.middle, "/_int_/tab_feat.html"),
            (.new, "/_int_/tab_feat.html") where isWhole:
            return ("200 OK", features(rows))
        default: return ("400 Bad Request", "<html><body>400 Bad Request</body></html>")
        }
    }

    private func devices(_ rows: [SimulatedRow]) -> String {
        let records = rows.enumerated().map { index, row in
            switch self {
            case .old:
                "{ndx:\(index + 1), haspid:\(row.id), ven:37515, typ:\"\(row.oldModel)\"}"
            case .middle:
                """
                {"ndx":"\(index + 1)","haspid":"\(row.id)","vid":"37515","typ":"\(row.model)",\
                "loc":"\(row.place)","det":"\(row.isDetached ? 1 : 0)",\
                "sesc":"<a href="sessions.html?haspid=\(row.id)">0</a>"}
                """
            case .new:
                """
                {"ndx":"\(index + 1)","ven":"37515","haspid":"\(row.id)","typ":"\(row.model)",\
                "loc":"<nobr>\(row.place)</nobr>","isloc":"\(row.isLocal ? 1 : 0)",\
                "det":"\(row.isDetached ? 1 : 0)","configuration":"\(row.configuration)","cloned":"0"}
                """
            }
        }
        return page("devices", records)
    }

    private func features(_ rows: [SimulatedRow]) -> String {
        let records = rows.map { row in
            """
            {"ven":"37515","haspid":"\(row.id)","fid":"0","isloc":"\(row.isLocal ? 1 : 0)",\
            "lic":"Expiration Date<br><nobr>&nbsp;Fri Jun 5, 2026 19:55</nobr>"}
            """
        }
        return page("features", records)
    }

    private func page(_ name: String, _ records: [String]) -> String {
        let end = #"{"fhaspid":"0","ffea":"0","cnt":"\#(records.count)"}"#
        return "/*JSON:\(name)*/\n\n" + (records + [end]).joined(separator: ",\n")
            + "\n/*\n <admin_status>\n  <code>0</code>\n </admin_status>\n*/\n"
    }
}

extension SimulatedRow {
    fileprivate var place: String { isLocal ? "Local" : "license-server" }

    /// Old versions have no member that says whether a license was detached.
    fileprivate var oldModel: String {
        isDetached ? "detached \(model)" : model
    }
}
