package import FoundationEssentials

/// What a licensing center answers to a request that came as a file.
package struct FileAnswer: Hashable, Sendable {
    package let publisher: String
    package let time: Date
    /// The ID of the request.
    package let request: String
    /// The thumbprint of the key of the computer that has asked.
    package let device: String
    /// The path that the request would have had on the network.
    package let path: String
    /// What would have been answered there, as `content`, or the `problem`.
    package let content: JSONObject
    package let isProblem: Bool

    package init(
        publisher: String, time: Date, request: String, device: String, path: String,
        content: JSONObject, isProblem: Bool
    ) {
        self.publisher = publisher
        self.time = time
        self.request = request
        self.device = device
        self.path = path
        self.content = content
        self.isProblem = isProblem
    }

    init(_ claims: Claims) throws(Defect) {
        publisher = try claims.text("iss")
        time = try claims.required("iat", claims.date("iat"))
        request = try claims.text("request")
        device = try claims.text("device")
        path = try claims.text("path")
        let problem = try claims.claims("problem")
        let content = try claims.claims("content")
        isProblem = problem != nil
        self.content = try claims.required("content", problem ?? content).object
    }

    var json: JSONObject {
        JSONObject([
            "iss": .string(publisher), "iat": .integer(time.seconds),
            "request": .string(request), "device": .string(device), "path": .string(path),
            isProblem ? "problem" : "content": .object(content),
        ])
    }
}
