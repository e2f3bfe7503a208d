package import FoundationEssentials
package import LicenseBinding

/// What a backup holds: the files of a store that cannot be had again, by their folders and names.
package struct BackupArchive: Hashable, Sendable {
    private static let format = "keybound backup 1"

    /// The folders of a store that are kept; all others are made anew.
    package static let folders = [
        "licenses", "publishers", "catalogs", "revocations", "machines", "enrollments", "licensees",
        "pins",
    ]

    package struct File: Hashable, Sendable {
        package let folder: String
        package let name: String
        package let content: [UInt8]

        package init(folder: String, name: String, content: [UInt8]) {
            self.folder = folder
            self.name = name
            self.content = content
        }

        package var path: String { folder + "/" + name }
    }

    package let time: Date
    /// The name of the computer, for people.
    package let computer: String
    package let files: [File]

    package init(time: Date, computer: String, files: [File]) {
        self.time = time
        self.computer = computer
        self.files = files
    }

    package init(parsing bytes: [UInt8]) throws(Defect) {
        let claims = try Claims(parsing: bytes)
        try claims.require("format", Self.format)
        time = try claims.required("time", claims.date("time"))
        computer = try claims.text("computer")
        var files: [File] = []
        for file in try claims.required("files", claims.list("files")) {
            let folder = try file.parsed("folder", as: "a folder of a store") { text in
                Self.folders.contains(text) ? text : nil
            }
            let name = try file.parsed("name", as: "the name of a file in it") { text in
                Self.isName(text) ? text : nil
            }
            let content = try file.parsed("content", as: "bytes in base64url") {
                Base64URL.decode($0)
            }
            files.append(
                File(
                    folder: try file.required("folder", folder),
                    name: try file.required("name", name),
                    content: try file.required("content", content)))
        }
        guard Set(files.map(\.path)).count == files.count else {
            throw .claim("files", expected: "each file once")
        }
        self.files = files
    }

    package var bytes: [UInt8] {
        let json = JSONObject([
            "format": .string(Self.format), "time": .integer(time.seconds),
            "computer": .string(computer),
            "files": .array(
                files.map { file in
                    .object(
                        JSONObject([
                            "folder": .string(file.folder), "name": .string(file.name),
                            "content": .string(Base64URL.encode(file.content)),
                        ]))
                }),
        ])
        return json.compactBytes
    }

    /// A plain name, which leads nowhere else.
    package static func isName(_ text: String) -> Bool {
        1...255 ~= text.utf8.count && text.first != "."
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") }
    }
}
