CREATE TABLE theirs (id INT);
